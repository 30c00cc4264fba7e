// What script adds: focus on errors, "none of these" unticking the rest, copy, share, leave, clear.
// Everything works without it. Nothing is stored.
(() => {
  "use strict";
  const framed = window.parent !== window;
  const moved = framed && document.referrer.startsWith(`${location.origin}/`);
  // A browser puts the focus on a new page by itself, but not on a new page in a frame. In a frame it is
  // moved only where it already was in it, and without scrolling: the page around us does that, if need be.
  const problem = document.getElementById("problem");
  const beginning = problem || document.querySelector("h1") || document.body;
  if (problem && !framed) problem.focus();
  if (moved && document.hasFocus() && !location.hash) {
    beginning.tabIndex = -1;
    beginning.focus({ preventScroll: true });
  }

  // In a clinic's page: how high this page is, and that it is a new one. Never what is on it, its address or
  // its place in the walk. The page around us asks first; the browser vouches for who asked, the policy
  // on framing has let nobody else frame us, and only that origin is answered. See docs/embedding.md.
  if (framed) {
    const root = document.documentElement;
    const header = document.querySelector("header");
    const height = () => Math.ceil(root.offsetHeight / 100) * 100;
    // Short pages are all made equally high, so that nobody can tell the crisis page, or the page for people under 18,
    // from a short question. The numbers are fitted to the longest of those pages, in rem, from 320 px on.
    const level = () => {
      const wide = Math.min(innerWidth / parseFloat(getComputedStyle(root).fontSize), 40);
      root.style.minHeight = `calc(${header.offsetHeight}px + ${48 + 1500 / wide}rem)`;
    };
    let told = 0;
    let tell = () => {};
    addEventListener("message", ({ source, origin, data }) => {
      if (source !== window.parent || origin === "null" || !data || data.aid !== 1 || data.type !== "hello") return;
      level();
      addEventListener("resize", level);
      tell = (type) => {
        told = height();
        // Where the header ends: the same on every page.
        const top = type === "height" ? {} : { top: Math.round((header.getBoundingClientRect().bottom + scrollY) / 10) * 10 };
        window.parent.postMessage({ aid: 1, type, height: told, ...top }, origin);
      };
      tell(moved ? "moved" : "ready");
    });
    new ResizeObserver(() => { if (height() !== told) tell("height"); }).observe(root);
  }

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.type !== "checkbox" || !box.checked) return;
    const group = box.form ? box.form.querySelectorAll(`input[name="${CSS.escape(box.name)}"]`) : [];
    if (![...group].some((other) => "alone" in other.dataset)) return;
    for (const other of group) {
      if (other !== box && ("alone" in box.dataset || "alone" in other.dataset)) other.checked = false;
    }
  });

  const status = document.querySelector("[data-status]");
  const say = (word) => { if (status) status.textContent = status.dataset[word]; };
  // A site may frame the aid and forbid it these. Then a button would do nothing, so it stays hidden and
  // the text below it can be selected, or opened in a tab of its own.
  const policy = document.permissionsPolicy || document.featurePolicy;
  const allowed = (feature) => !policy || !policy.features().includes(feature) || policy.allowsFeature(feature);
  const textOf = (id) => document.getElementById(id).textContent;
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard || !allowed("clipboard-write")) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(textOf(button.dataset.copy)).then(() => say("done"), () => say("failed"));
    });
  }
  for (const button of document.querySelectorAll("[data-share]")) {
    if (!navigator.share || !allowed("web-share")) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.share({ text: textOf(button.dataset.share) }).catch(() => {});
    });
  }

  // A phone can hand the file itself to a mail or message; it is fetched only when asked for.
  const shares = (file) => allowed("web-share") && navigator.canShare && navigator.canShare({ files: [file] });
  for (const button of document.querySelectorAll("[data-share-file]")) {
    const name = button.dataset.shareFile;
    const kind = { type: "application/pdf" };
    if (!shares(new File([""], name, kind))) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        const reply = await fetch(button.form.action, { method: "POST", body: new URLSearchParams(new FormData(button.form)) });
        if (!reply.ok) throw new Error(String(reply.status));
        await navigator.share({ files: [new File([await reply.blob()], name, kind)] });
      } catch (error) {
        if (error.name !== "AbortError") say("failed");
      }
    });
  }

  // Replace, so that Back does not return to the answers. What the link's own rel forbids, script must
  // forbid as well: telling the next site where the person came from.
  for (const link of document.querySelectorAll("[data-leave], [data-clear]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if ("leave" in link.dataset) document.head.append(Object.assign(document.createElement("meta"), { name: "referrer", content: "no-referrer" }));
      const out = "leave" in link.dataset && window.self !== window.top ? window.open(link.href, "_top") : null;
      if (!out) window.location.replace(link.href);
    });
  }
})();
