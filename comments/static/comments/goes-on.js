// A long piece of work goes on by itself, batch by batch. Without this script a button does it.
"use strict";

(() => {
  // Long enough to see how far it is, and to stop.
  const PAUSE_MS = 300;
  const form = document.querySelector("form[data-goes-on]");
  if (!form) return;
  const timer = setTimeout(() => form.requestSubmit(form.querySelector("button")), PAUSE_MS);
  const stop = form.querySelector("a");
  for (const kind of ["pointerdown", "click", "focus"]) stop.addEventListener(kind, () => clearTimeout(timer));
})();
