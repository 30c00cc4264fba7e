// On a screen that strangers share: one entry in the history for the whole visit, so that Back shows
// nobody's answers, and a clean start after a while without a touch. Loaded there only. Nothing is stored.
(() => {
  "use strict";
  const dialog = () => document.getElementById("still-there");
  const start = new URL(dialog().dataset.start, location.href);
  const after = Number(dialog().dataset.after) * 1000;
  const more = Number(dialog().dataset.more) * 1000;
  let touched = Date.now();

  const wipe = () => {
    document.body.hidden = true;
    location.replace(start);
  };
  const stay = () => {
    touched = Date.now();
    dialog().close();
  };

  // Seconds are shown to all; they are spoken every ten, so that they do not talk over the button.
  const tell = (seconds) => {
    dialog().querySelector("[data-left]").textContent = seconds;
    const spoken = dialog().querySelector("[data-spoken]");
    const words = `${spoken.dataset.words} ${Math.ceil(seconds / 10) * 10}`;
    if (spoken.textContent !== words) spoken.textContent = words;
  };
  setInterval(() => {
    if (location.pathname === start.pathname && !location.search) return; // clean already
    const left = touched + after + more - Date.now();
    if (left <= 0) return wipe();
    if (left > more) return;
    if (!dialog().open) {
      dialog().showModal();
      dialog().querySelector("[data-stay]").focus();
    }
    tell(Math.ceil(left / 1000));
  }, 500);

  // Once it asks, only an answer counts: a sleeve on the glass is nobody who is still there.
  for (const event of ["pointerdown", "pointermove", "keydown", "input", "scroll", "touchstart"]) {
    document.addEventListener(event, () => { if (!dialog().open) touched = Date.now(); }, { capture: true, passive: true });
  }
  document.addEventListener("cancel", stay, true); // Escape
  // Thrown away while it slept: what a browser shows from memory is not shown.
  window.addEventListener("pageshow", (event) => { if (event.persisted) wipe(); });

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target && target.closest("[data-stay]")) stay();
    const link = target && target.closest("a[href]");
    if (!link || event.defaultPrevented || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    location.replace(link.href);
  });

  // A page that came back with something to fix takes the place of this one.
  const show = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    document.title = page.title;
    document.body.replaceWith(page.body);
    window.scrollTo(0, 0);
    const problem = document.getElementById("problem");
    if (problem) problem.focus();
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    event.preventDefault();
    const sent = new URLSearchParams(new FormData(form, event.submitter));
    if (form.method === "get") {
      const address = new URL(form.action || location.href);
      address.search = sent;
      return location.replace(address);
    }
    try {
      const reply = await fetch(form.action, { method: "POST", body: sent });
      if (reply.redirected) location.replace(reply.url);
      else show(await reply.text());
    } catch {
      form.submit(); // no connection: the browser says so in its own words
    }
  });
})();
