// The queue by keys, and one decision after another without a page in between. Without this
// script each item is a plain form.
"use strict";

(() => {
  const list = document.getElementById("queue");
  if (!list) return;

  const said = document.getElementById("said");
  const waits = document.getElementById("waits");
  const more = document.querySelector(".queue .more");
  // While this many are left, more are fetched.
  const FEW = 8;
  const TYPED = "input:not([type=checkbox]), textarea, select";
  const titleOf = document.title;
  let asked = 0;
  let told = 0;
  let fetching = null;

  const items = () => [...list.children].filter((item) => !item.hidden);
  const articleOf = (item) => item.querySelector("article");

  function current() {
    const inFocus = document.activeElement?.closest("#queue > li");
    if (inFocus && !inFocus.hidden) return inFocus;
    return items().find((item) => item.getBoundingClientRect().bottom > 60) ?? null;
  }

  function go(item) {
    if (!item) return;
    const article = articleOf(item);
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: "start" });
  }

  function step(by) {
    const all = items();
    const here = document.activeElement?.closest("#queue > li");
    const index = all.indexOf(here);
    go(index < 0 ? current() : all[index + by]);
    fetchMore();
  }

  function tell(words, warns = false) {
    said.classList.toggle("warning", warns);
    said.textContent = words;
  }

  // Answers may come in another order than the questions went: whether this is the newest.
  function count(now, question) {
    if (question < told) return false;
    told = question;
    waits.textContent = now;
    document.title = titleOf.replace(/^\(\S*\)/, `(${now})`);
    return true;
  }

  function leave(item) {
    const all = items();
    const index = all.indexOf(item);
    const next = all[index + 1] ?? all[index - 1];
    item.hidden = true;
    if (next) go(next);
    else nothing();
    fetchMore();
  }

  function nothing() {
    const empty = document.querySelector(".queue .nothing");
    empty.hidden = Boolean(more.querySelector("a"));
    if (!empty.hidden) empty.focus();
  }

  function comeBack(item, html, wrong) {
    if (html) {
      const made = document.createElement("template");
      made.innerHTML = html;
      item.replaceWith(made.content.querySelector("li"));
    } else {
      item.hidden = false;
      complain(item, wrong);
    }
    document.querySelector(".queue .nothing").hidden = true;
  }

  function complain(item, words) {
    const note = Object.assign(document.createElement("p"), { className: "errornote" });
    note.textContent = words;
    item.querySelector(".wrong").replaceChildren(note);
  }

  function unexplained(form, button) {
    const cause = form.elements.cause;
    return button.value === "remove" && !form.elements.reason.value.trim() && !cause?.value;
  }

  async function decide(form, button) {
    const item = form.closest("li");
    if (unexplained(form, button)) {
      complain(item, said.dataset.unexplained);
      form.elements.reason.focus();
      return;
    }
    const body = new FormData(form, button);
    const words = form.elements.reason?.value ?? "";
    const question = ++asked;
    leave(item);
    let answer = null;
    let status = 0;
    try {
      const headers = { Accept: "application/json" };
      const response = await fetch(form.action, { method: "POST", body, headers });
      status = response.status;
      answer = await response.json();
    } catch {
      // Offline, signed out or broken: nothing is known to be done.
    }
    if (status === 200 && answer) done(item, answer, question);
    else if (answer?.wrong) refused(item, answer, question, words);
    else failed(item);
  }

  function done(item, answer, question) {
    item.remove();
    if (!count(answer.waits, question)) return;
    tell(answer.said);
    if (!answer.undo) return;
    const undo = Object.assign(document.createElement("a"), { href: answer.undo });
    undo.textContent = said.dataset.undo;
    said.append(" ", undo);
  }

  function refused(item, answer, question, words) {
    const why = answer.wrong.join(" ");
    count(answer.waits, question);
    // What waits no more stays only while it holds words that were typed.
    if (answer.item || words.trim()) comeBack(item, answer.item, why);
    else item.remove();
    tell(`${item.querySelector("h2").textContent.trim()}: ${why}`, true);
  }

  function failed(item) {
    comeBack(item, "", said.dataset.failed);
    tell(said.dataset.failed, true);
  }

  function fetchMore() {
    const link = more.querySelector("a");
    if (!link || fetching || items().length > FEW) return;
    fetching = load(link).catch(() => {}).finally(() => { fetching = null; });
  }

  async function load(link) {
    const response = await fetch(link.href);
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.querySelector(".queue .more");
    if (!next) return;
    const wasEmpty = items().length === 0;
    for (const item of page.querySelectorAll("#queue > li")) {
      if (!document.getElementById(item.id)) list.append(document.adoptNode(item));
    }
    more.replaceChildren(...document.adoptNode(next).childNodes);
    if (wasEmpty) items().length ? go(items()[0]) : nothing();
  }

  function press(key) {
    const item = current();
    const control = item?.querySelector(`[data-key="${key}"]`);
    if (!control) return false;
    if (control.matches("summary")) open(control.parentElement);
    else control.click();
    return true;
  }

  function open(removal) {
    removal.open = true;
    removal.querySelector("select, textarea").focus();
  }

  function tick() {
    current()?.querySelector(".tick input")?.click();
    return true;
  }

  function help() {
    const keys = document.getElementById("keys");
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
    return true;
  }

  const keys = {
    j: () => (step(1), true),
    k: () => (step(-1), true),
    x: tick,
    u: () => (said.querySelector("a")?.click(), true),
    "?": help,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const removal = event.target.closest?.(".removal");
    if (removal && event.key === "Escape") {
      removal.open = false;
      go(removal.closest("li"));
      return;
    }
    if (removal && event.key === "Enter" && !event.shiftKey && event.target.matches(TYPED)) {
      event.preventDefault();
      removal.querySelector("button[name=verb]").click();
      return;
    }
    if (event.target.matches?.(TYPED) || event.repeat) return;
    const act = keys[event.key] ?? ("prsbo".includes(event.key) ? () => press(event.key) : null);
    if (act?.()) event.preventDefault();
  });

  list.addEventListener("submit", (event) => {
    event.preventDefault();
    decide(event.target, event.submitter);
  });

  list.addEventListener("click", (event) => {
    if (!event.target.closest("[data-key=j]")) return;
    event.preventDefault();
    event.target.closest("article").focus();
    step(1);
  });

  list.addEventListener("toggle", (event) => {
    if (event.target.matches(".removal[open]")) event.target.querySelector("select, textarea").focus();
  }, true);

  fetchMore();
})();
