// Makes the page's own links and forms answer in place. Everything here also works without it.
// Listeners stand on the document, so that a page of 2,000 comments costs what a short one does;
// words come from the page.

const conversation = document.getElementById("conversation");
const threads = conversation?.querySelector(":scope > ol.threads");
const status = document.getElementById("status");
const words = status.dataset;

const parse = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
};

const make = (tag, attributes) => Object.assign(document.createElement(tag), attributes);

const say = (message) => {
  status.textContent = message;
};

// What this device remembers. Storage may be full or switched off: then it remembers nothing.

const store = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {}
  },
  remove(key) {
    try {
      localStorage.removeItem(key);
    } catch {}
  },
};

const MONTH = 30 * 24 * 60 * 60 * 1000;

function forgetOldDrafts() {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("draft:") && !(store.get(key)?.at > Date.now() - MONTH)) store.remove(key);
    }
  } catch {}
}

// Drafts: one per place that is written to, which the form's address names.

const draftKey = (form) => `draft:${new URL(form.action).pathname}`;

function keepDraft(form, sent = false) {
  const { text, submission, revision } = form.elements;
  if (!form.hasAttribute("action") || !text) return;
  const draft = { text: text.value, key: submission?.value, revision: revision?.value };
  if (text.value.trim()) store.set(draftKey(form), { ...draft, sent, at: Date.now() });
  else store.remove(draftKey(form));
}

/** Another tab may have put other words there since. */
function forgetDraft(form, text) {
  if (store.get(draftKey(form))?.text === text) store.remove(draftKey(form));
}

/** Put a draft back, but never over what the server put into the form. */
function restoreDraft(form) {
  const draft = form.hasAttribute("action") && store.get(draftKey(form));
  const { text, submission, revision } = form.elements;
  if (!draft || draft.text === text.value || form.querySelector(".problem, .error, .preview")) return;
  if (text.value && !revision) return;
  if (draft.sent && hasArrived(draft)) {
    store.remove(draftKey(form));
    return;
  }
  text.value = draft.text;
  // With the key of the first try, a post whose answer was lost is not made again.
  if (submission && draft.key) submission.value = draft.key;
  // With the revision that was edited, the server tells of what came in between.
  if (revision) revision.value = draft.revision;
  const note = make("p", { className: "restored", textContent: words.restored });
  note.append(" ", make("button", { type: "button", className: "link discard", textContent: words.discard }));
  text.closest(".field").append(note);
  say(words.restored);
}

function discardDraft(form) {
  const { text, revision } = form.elements;
  store.remove(draftKey(form));
  text.value = text.defaultValue;
  if (revision) revision.value = revision.defaultValue;
  renewKey(form);
  form.querySelector(".restored").remove();
  countLeft(form);
  text.focus();
}

/** Whether the words already stand on the page as the reader's own: the answer was lost. */
function hasArrived(draft) {
  const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");
  const own = conversation?.querySelectorAll('a[href$="/withdraw/"]') ?? [];
  return Array.from(own).some((link) => {
    const said = letters(link.closest("article").querySelector(".words").textContent);
    return said && said === letters(draft.text);
  });
}

/** crypto.randomUUID is missing where a site is served without TLS. */
function renewKey(form) {
  if (!form.elements.submission) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  form.elements.submission.value = `${hex.slice(0, 12)}4${hex.slice(13, 16)}8${hex.slice(17)}`;
}

const GUEST = ["name", "email", "website"];

function rememberGuest(form) {
  const fields = GUEST.map((name) => form.elements[name]);
  if (fields[0]) store.set("guest", Object.fromEntries(fields.map((field) => [field.name, field.value])));
}

function recallGuest(form) {
  const guest = store.get("guest");
  if (!guest || form.querySelector(".problem, .error")) return;
  for (const name of GUEST) {
    const field = form.elements[name];
    if (field && !field.value) field.value = guest[name] ?? "";
  }
}

// The characters left, once the end is near

const NEAR = 1000;
const SAID_EVERY = 250;

function countLeft(form) {
  const { text } = form.elements;
  if (!text) return;
  // As the server counts: characters, not halves of them.
  const left = text.dataset.limit - Array.from(text.value.trim()).length;
  let line = form.querySelector(".left");
  if (left > Math.min(NEAR, text.dataset.limit / 5)) return line?.remove();
  if (!line) {
    line = make("p", { className: "left" });
    text.after(line);
  }
  line.textContent = `${left < 0 ? words.over : words.left} ${Math.abs(left)}`;
  line.classList.toggle("over", left < 0);
  const step = String(Math.floor(left / SAID_EVERY));
  if (line.dataset.step !== step) say(line.textContent);
  line.dataset.step = step;
}

// Forms that open in place, one at a time

const FIRST = "input[type=radio], textarea, button";
const openForm = () => conversation?.querySelector("form.write");

function dress(form) {
  recallGuest(form);
  restoreDraft(form);
  countLeft(form);
}

function addCancel(form) {
  const cancel = make("button", { type: "button", className: "link cancel", textContent: words.cancel });
  (form.querySelector(".buttons") ?? form).append(cancel);
}

function closeForm() {
  const form = openForm();
  const link = form?.previousElementSibling.querySelector("[aria-expanded]");
  form?.remove();
  link?.removeAttribute("aria-expanded");
  return link;
}

async function toggleForm(link) {
  if (link.hasAttribute("aria-expanded")) return closeForm().focus();
  if (link.hasAttribute("aria-busy")) return;
  const controls = link.closest("footer");
  controls.querySelector(".trouble")?.remove();
  link.setAttribute("aria-busy", "true");
  const answer = await ask(link.href);
  link.removeAttribute("aria-busy");
  if (answer.lost) return showTrouble(controls);
  if (!answer.form) return location.assign(link.href);
  closeForm();
  const form = parse(answer.form);
  addCancel(form);
  link.closest("article").after(form);
  link.setAttribute("aria-expanded", "true");
  dress(form);
  form.querySelector(FIRST).focus();
}

// A proof of work goes along with what a guest sends. A worker finds it while they write.

const MOMENT = 2000;
const SPARE = 60 * 1000;
let proof = null;

/** Start looking for one, unless one is there or looked for that will be good for a while. */
function prove({ dataset }) {
  if (!dataset.solver || (proof && Date.now() < proof.until)) return;
  const own = { until: Infinity };
  own.found = solved(dataset).then((found) => {
    own.until = Date.now() + found.lasts - SPARE;
    return found.proof ?? "";
  });
  proof = own;
}

function solved({ solver, challenge }) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(solver);
    worker.onerror = reject;
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.postMessage(challenge);
  }).catch(() => ({}));
}

/** Whoever sends before it is found waits for a moment; without one a comment is only held. */
async function addProof(form) {
  if (!form.elements.proof) return;
  prove(form);
  const moment = new Promise((resolve) => setTimeout(resolve, MOMENT, ""));
  const found = await Promise.race([proof.found, moment]);
  form.elements.proof.value = found;
  // It counts once.
  if (found) proof = null;
}

// Sending

/** The server's pieces; `ok` tells success, `lost` that no answer came. */
async function ask(address, options = {}) {
  try {
    const response = await fetch(address, { ...options, headers: { "X-Requested-With": "fetch" } });
    const isPieces = response.headers.get("Content-Type")?.startsWith("application/json");
    return { ...(isPieces && (await response.json())), ok: response.ok };
  } catch {
    return { lost: true };
  }
}

async function send(form, button) {
  if (form.hasAttribute("data-sending") || !form.hasAttribute("action")) return;
  const previews = button?.name === "preview";
  const text = form.elements.text?.value;
  setSending(form, true);
  if (!previews) {
    keepDraft(form, true);
    rememberGuest(form);
    await addProof(form);
  }
  const body = new URLSearchParams(new FormData(form, button));
  const answer = await ask(form.action, { method: "POST", body });
  setSending(form, false);
  if (answer.id) arrived(form, answer, text);
  else if (!answer.form) showTrouble(form.querySelector(".buttons"));
  else if (previews && answer.ok) showPreview(form, parse(answer.form));
  else replaceForm(form, parse(answer.form));
}

function setSending(form, sending) {
  form.querySelector(".trouble")?.remove();
  form.toggleAttribute("data-sending", sending);
  if (form.elements.text) form.elements.text.readOnly = sending;
  for (const button of form.querySelectorAll("button:not([type])")) {
    if (sending) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

function showTrouble(place) {
  place.append(make("p", { className: "trouble", role: "alert", textContent: words.trouble }));
}

/** Take away what an earlier answer has said. */
function clear(form) {
  for (const stale of form.querySelectorAll(".problem, .error, .preview")) stale.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

function showPreview(form, answered) {
  clear(form);
  const preview = answered.querySelector(".preview");
  if (!preview) return;
  form.prepend(preview);
  preview.scrollIntoView({ block: "nearest" });
  say(words.previewed);
}

/** Show what is wrong, with the words as they were sent. */
function replaceForm(form, fresh) {
  if (conversation?.contains(form)) addCancel(fresh);
  form.replaceWith(fresh);
  // The server may have given it another key or revision.
  keepDraft(fresh);
  countLeft(fresh);
  const first = fresh.querySelector('.problem, [aria-invalid="true"]') ?? fresh.querySelector(FIRST);
  first.focus();
  // It stands beneath words that may fill the screen.
  first.closest(".field")?.querySelector(".error")?.scrollIntoView({ block: "nearest" });
}

function arrived(form, answer, text) {
  forgetDraft(form, text);
  const item = place(parse(answer.html), answer);
  if (!item) return location.assign(answer.place);
  if (conversation.contains(form)) closeForm();
  else empty(form);
  say(answer.message);
  show(item);
  item.querySelector("article").focus({ preventScroll: true });
}

function empty(form) {
  clear(form);
  form.querySelector(".restored")?.remove();
  form.elements.text.value = form.elements.text.defaultValue = "";
  renewKey(form);
  countLeft(form);
}

// The place of a new comment: exactly where it will stand when the page is loaded again

/** The item on the page; null if it belongs on another one. */
function place(item, answer) {
  const present = conversation?.querySelector(`#${item.id}`);
  if (present) {
    present.className = item.className;
    present.querySelector("article").replaceWith(item.querySelector("article"));
    return present;
  }
  const isPlaced = answer.parent ? placeReply(item, answer) : placeThread(item);
  if (!isPlaced) return null;
  for (let list = item.closest(".replies"); list; list = list.parentElement.closest(".replies")) {
    countOneMore(list.querySelector("summary > .count"));
  }
  if (!answer.parent) sight.observe(item);
  const total = document.querySelector("#conversation-title > .count");
  if (total && item.classList.length === 1) countOneMore(total);
  return item;
}

function placeThread(item) {
  if (!conversation?.dataset.ends) return false;
  // The reader's own threads that were never shown stand at the conversation's end.
  const waiting = threads.querySelectorAll(":scope > .waiting:not([value])");
  const isNewest = conversation.dataset.newest;
  if (isNewest && waiting.length) waiting[waiting.length - 1].after(item);
  else if (isNewest) threads.prepend(item);
  else if (waiting.length && !item.classList.contains("waiting")) waiting[0].before(item);
  else threads.append(item);
  conversation.querySelector(":scope > .empty")?.remove();
  return true;
}

function placeReply(item, answer) {
  const parent = threads?.querySelector(`#c-${answer.parent}`);
  if (!parent || parent.querySelector(".continued")) return false;
  const lists = document.getElementById("replies");
  let depth = 0;
  for (let above = parent.parentElement; above !== threads; above = above.parentElement.closest("ol")) depth += 1;
  if (depth < Number(lists.dataset.deepest)) {
    if (!parent.querySelector(":scope > .replies")) parent.append(lists.content.cloneNode(true));
    parent.querySelector(":scope > .replies > ol").append(item);
    return true;
  }
  const before = parent.parentElement.querySelector(`:scope > #c-${answer.before}`);
  before?.after(item);
  return Boolean(before) && !before.querySelector(".continued");
}

function countOneMore(count) {
  count.textContent = Number(count.textContent) + 1;
}

// Addresses of comments

function show(item) {
  for (let list = item.closest("details"); list; list = list.parentElement.closest("details")) list.open = true;
  item.scrollIntoView({ block: item.offsetHeight < innerHeight / 2 ? "center" : "start" });
  refreshTimes(item);
}

// As comments were marked where they stood before: comment-123, isso-12, commento-…
const OLD = /^#([\w:.-]*\d[\w:.-]*)$/;

async function followOldFragment() {
  const { hash } = location;
  const anchor = OLD.exec(hash)?.[1];
  const here = anchor && document.getElementById(anchor);
  if (here?.matches("li > a")) return location.replace(`#${here.parentElement.id}`);
  if (!anchor || here || !conversation?.dataset.old) return;
  const { id, place } = await ask(`${conversation.dataset.old}${anchor}/`);
  if (!id || location.hash !== hash) return;
  location.replace(document.getElementById(`c-${id}`) ? `#c-${id}` : place);
}

function followFragment() {
  const id = /^#c-(\d+)$/.exec(location.hash)?.[1];
  if (!id) return followOldFragment();
  if (!conversation) return;
  const item = document.getElementById(`c-${id}`);
  if (item) return show(item);
  const address = conversation.dataset.address.replace("/0/", `/${id}/`);
  if (address !== location.pathname) location.replace(`${address}#c-${id}`);
}

// Times, told relative to now: only where they are seen

const MINUTE = 60;
const UNITS = [
  ["year", 365.25 * 24 * 60 * 60],
  ["month", 30.44 * 24 * 60 * 60],
  ["week", 7 * 24 * 60 * 60],
  ["day", 24 * 60 * 60],
  ["hour", 60 * 60],
  ["minute", MINUTE],
];
const language = document.documentElement.lang;
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const absolute = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
const inView = new Set();

function refreshTimes(part) {
  for (const time of part.querySelectorAll("time")) {
    const moment = new Date(time.dateTime);
    const seconds = Math.min(0, (moment - Date.now()) / 1000);
    const [unit, length] = UNITS.find(([, length]) => -seconds >= length) ?? ["second", 1];
    time.textContent = relative.format(unit === "second" ? 0 : Math.round(seconds / length), unit);
    time.title ||= absolute.format(moment);
  }
}

const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    inView[isIntersecting ? "add" : "delete"](target);
    if (isIntersecting) refreshTimes(target);
  }
});

function watchTimes() {
  for (const part of document.querySelectorAll(".threads > li, main > article > header, .entries > li")) {
    sight.observe(part);
  }
  setInterval(() => inView.forEach(refreshTimes), MINUTE * 1000);
}

// Keys

const keysHelp = document.getElementById("keys");
const KEYS = {
  j: () => step(1),
  n: () => step(1),
  k: () => step(-1),
  p: () => step(-1),
  r: () => document.activeElement.closest("article")?.querySelector('footer a[href$="/reply/"]')?.click(),
  "?": () => keysHelp.showModal(),
};

function step(by) {
  const items = Array.from(threads.children);
  const here = document.activeElement.closest(".threads > li") ?? document.querySelector(".threads > :target");
  let next = items.indexOf(here) + by;
  if (!items.includes(here)) {
    // From where the eye is.
    next = items.findIndex((item) => item.getBoundingClientRect().top >= 0);
    if (by < 0) next = (next < 0 ? items.length : next) - 1;
  }
  if (!items[next]) return;
  items[next].scrollIntoView({ block: "start" });
  items[next].querySelector("article").focus({ preventScroll: true });
}

function pressed(event) {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey) {
    if (key === "Enter" && target.matches("form.write textarea")) target.form.requestSubmit();
    return;
  }
  if (event.altKey || event.isComposing) return;
  if (key === "Escape" && target.closest("#conversation form.write")) return closeForm()?.focus();
  if (target.closest("input, textarea, select, dialog") || !keysHelp || store.get("keys") === false) return;
  if (!Object.hasOwn(KEYS, key)) return;
  event.preventDefault();
  KEYS[key]();
}

// Listeners

// They stand with every comment, and have no classes, to be short.
const OPENERS = ["reply", "edit", "flag", "appeal"].map((verb) => `footer a[href$="/${verb}/"]`).join();

document.addEventListener("click", (event) => {
  const { target } = event;
  const opener = conversation?.contains(target) && target.closest(OPENERS);
  if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    toggleForm(opener);
  } else if (target.closest('a[href^="#c-"]')?.hash === location.hash && location.hash) followFragment();
  else if (target.closest(".cancel")) closeForm()?.focus();
  else if (target.closest(".discard")) discardDraft(target.form);
  else if (target.closest("[data-opens-keys]")) keysHelp.showModal();
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.write")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

document.addEventListener("input", (event) => {
  if (event.target.matches("#keys input")) store.set("keys", event.target.checked);
  if (!event.target.matches("form.write textarea")) return;
  keepDraft(event.target.form);
  countLeft(event.target.form);
});

document.addEventListener("focusin", ({ target }) => {
  const form = target.closest("form.write");
  if (form) prove(form);
});

document.addEventListener("keydown", pressed);
addEventListener("hashchange", followFragment);

// A page from the browser's memory may have been left while it was sending.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form.write").forEach((form) => setSending(form, false));
  inView.forEach(refreshTimes);
});

// Paper outlives "yesterday".
addEventListener("beforeprint", () => {
  for (const time of document.querySelectorAll("time[title]")) time.textContent = time.title;
});
addEventListener("afterprint", () => inView.forEach(refreshTimes));

forgetOldDrafts();
document.querySelectorAll("form.write").forEach(dress);
if (keysHelp) keysHelp.querySelector("input").checked = store.get("keys") !== false;
watchTimes();
followFragment();
