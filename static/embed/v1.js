// Shows the decision aid in a clinic's page and follows its height. Stores nothing, sends nothing about anybody.
// Everything it may be told and everything it says is in docs/embedding.md and v1.d.ts.
(() => {
  "use strict";
  const script = document.currentScript;
  const { clinic, lang = "en", mode = "inline", theme = "", title = "Decision aid" } = script.dataset;
  const { origin } = new URL(script.src);
  const address = `${origin}${clinic ? `/c/${clinic}` : ""}/${lang}/`;

  // The link that stands before the script is what people have until the aid is there, and if it never comes.
  const before = script.previousElementSibling;
  const ours = `a[href^="${origin}/"]`;
  let link = before && (before.matches(ours) ? before : before.querySelector(ours));
  if (!link) {
    link = Object.assign(document.createElement("a"), { href: address, textContent: title });
    script.before(link);
  }
  link.target = "_blank";
  link.rel = "noopener";
  if ("check" in script.dataset || location.hash === "#aid-check") {
    // Above the aid: below it nobody would see the report.
    link.before(Object.assign(document.createElement("script"), { src: `${origin}/embed/check.js?clinic=${clinic || ""}&lang=${lang}` }));
  }
  if (mode !== "inline") {
    if (mode === "button") link.style.cssText = "display:inline-block;padding:.75em 1.5em;border:2px solid;border-radius:.3em;font-weight:700;text-decoration:none";
    return;
  }

  const frame = Object.assign(document.createElement("iframe"), {
    title, loading: "lazy", referrerPolicy: "no-referrer", allow: "clipboard-write; web-share", src: address,
  });
  // Light or dark goes to the frame by its own color-scheme, so that no address has to carry it.
  frame.style.cssText = `display:block;width:100%;border:0;height:600px;${/^(light|dark)$/.test(theme) ? `color-scheme:${theme}` : ""}`;

  let shown = false;
  const show = (yes) => {
    link.style.display = yes ? "none" : "";
    frame.style.visibility = yes ? "" : "hidden";
    if (!yes) frame.style.height = "0";
  };
  // Asked anew after every page, because only an answer to this window tells the aid who may hear it.
  frame.onload = () => frame.contentWindow.postMessage({ aid: 1, type: "hello" }, origin);
  addEventListener("message", ({ source, origin: from, data }) => {
    if (source !== frame.contentWindow || from !== origin || !data || data.aid !== 1) return;
    const { type, height, top } = data;
    if (!["ready", "height", "moved"].includes(type) || !(height > 0)) return;
    show(true);
    frame.style.height = `${Math.min(Math.max(height, 200), 60000)}px`;
    const y = frame.getBoundingClientRect().top + (top || 0);
    // Only after a move, never when first shown: there the person may be reading something else.
    // The heading stands at most 140 px below the aid's header.
    if (type !== "height" && shown && (y < 0 || y > innerHeight - 200)) frame.scrollIntoView();
    shown = true;
    frame.dispatchEvent(new CustomEvent(`aid-${type}`, { bubbles: true, detail: { height } }));
  });
  // Eight seconds in sight without a word from the aid: the link alone, instead of a hole or an error page.
  new IntersectionObserver(([seen], observer) => {
    if (!seen.isIntersecting) return;
    observer.disconnect();
    setTimeout(() => shown || show(false), 8000);
  }).observe(frame);
  script.before(frame);
})();
