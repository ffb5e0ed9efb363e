// An upload says early that it is too large; a page of an import shows how far it is, and says it
// at times; what takes long says that it was begun.
"use strict";

(() => {
  const LOOK_MS = 1000;
  const form = document.querySelector("form[data-most]");
  const status = document.querySelector("[data-ended]");
  const doing = document.querySelector("form[data-doing]");
  const title = document.title.replace(/^\([^)]*\) /, "");

  function measure() {
    const files = [...form.querySelectorAll("[type=file]")].flatMap((field) => [...field.files]);
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    const field = form.querySelector("[name=file]");
    field.setCustomValidity(bytes > Number(form.dataset.most) ? form.dataset.tooLarge : "");
    return field.reportValidity();
  }

  function send(event) {
    if (!measure()) {
      event.preventDefault();
      return;
    }
    const status = form.querySelector("[data-uploading]");
    status.textContent = status.dataset.uploading;
    form.querySelector("button").disabled = true;
  }

  async function look() {
    const shown = document.querySelector("#progress[data-look-again]");
    if (!shown) return;
    try {
      const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
      // Signed out, or the upload is gone: the page itself says so.
      if (answer.redirected || answer.status < 500) await show(shown, answer);
    } catch {
      // The server is away for a moment.
    }
    setTimeout(look, LOOK_MS);
  }

  async function show(shown, answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#progress[data-look-again]");
    if (!answer.ok || !fresh) {
      say(status.dataset.ended);
      await new Promise((heard) => setTimeout(heard, LOOK_MS));
      location.reload();
      return;
    }
    shown.replaceWith(fresh);
    say(fresh.dataset.heard);
    document.title = fresh.dataset.lookAgain + title;
  }

  function say(words) {
    if (status.textContent !== words) status.textContent = words;
  }

  function begin() {
    const button = doing.querySelector("button");
    button.dataset.label = button.textContent;
    button.textContent = doing.dataset.doing;
    button.disabled = true;
  }

  function offerAgain() {
    const button = doing.querySelector("button");
    button.textContent = button.dataset.label ?? button.textContent;
    button.disabled = false;
  }

  if (doing) {
    doing.addEventListener("submit", begin);
    addEventListener("pageshow", offerAgain);
  }
  if (form) {
    form.addEventListener("change", measure);
    form.addEventListener("submit", send);
    // Whoever comes back to the page may send it again.
    addEventListener("pageshow", () => { form.querySelector("button").disabled = false; });
  }
  setTimeout(look, LOOK_MS);
})();
