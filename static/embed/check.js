// "Test my page": says in the page itself what keeps the aid from showing there, and what to change.
// It runs where the web person runs it. It asks our host one thing: may the addresses around it frame the aid?
(() => {
  "use strict";
  const script = document.currentScript;
  const { origin, searchParams } = new URL(script.src);
  const clinic = searchParams.get("clinic") || "";
  const address = `${origin}${clinic ? `/c/${clinic}` : ""}/${searchParams.get("lang") || "en"}/`;
  const WAIT = 8000;

  const make = (name, properties, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  };
  const list = make("ul", {});
  const panel = make("div", { id: "aid-report" }, make("p", { textContent: "Test of the decision aid on this page" }), list);
  panel.setAttribute("role", "status");
  panel.style.cssText = "all:initial;display:block;font:16px/1.5 system-ui,sans-serif;color:#111;background:#fff;border:2px solid #111;padding:1em;margin:1em 0";
  const say = (text) => list.append(make("li", { textContent: text }));

  // Their policy: the browser tells which one refused the frame, and all of it. A line of ours beside theirs would
  // be ignored, or would stand in for their default, so the answer is their own line with our host in it.
  const refused = new Set();
  document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective, originalPolicy }) => {
    if (!blockedURI.startsWith(origin) || !/^(frame|child|default)-src$/.test(effectiveDirective)) return;
    const lines = new Map(originalPolicy.split(";").map((line) => line.trim().split(/\s+/)).reverse().map(([name, ...words]) => [name.toLowerCase(), words]));
    const there = lines.get("frame-src") || lines.get("child-src") || lines.get("default-src") || [];
    const words = [...there.filter((one) => one.toLowerCase() !== "'none'"), origin].join(" ");
    refused.add(`${lines.has("frame-src") ? "Replace its frame-src line by" : "Add this line to it"}: frame-src ${words}`);
  });

  // Every page around the frame has to be allowed, not only the nearest one.
  const around = [...new Set([self.origin, ...(location.ancestorOrigins || [])])];
  const ask = async () => {
    const query = new URLSearchParams([["clinic", clinic], ...around.map((one) => ["page", one])]);
    const reply = await fetch(`${origin}/embed/check.json?${query}`, { credentials: "omit", referrerPolicy: "no-referrer" });
    return reply.json();
  };

  const probe = () => new Promise((resolve) => {
    const frame = make("iframe", { title: "Test frame", src: address, referrerPolicy: "no-referrer", tabIndex: -1 });
    frame.style.cssText = "width:1px;height:1px;border:0;opacity:0";
    frame.onload = () => frame.contentWindow.postMessage({ aid: 1, type: "hello" }, origin);
    addEventListener("message", ({ source, origin: from, data }) => {
      if (source === frame.contentWindow && from === origin && data && data.aid === 1) resolve(true);
    });
    setTimeout(resolve, WAIT, false);
    panel.append(frame);
  });

  const outerFrame = () => { try { return window.frameElement; } catch { return null; } };
  const missing = () => {
    const outer = outerFrame();
    if (!outer || !outer.hasAttribute("sandbox")) return [];
    const needed = ["allow-scripts", "allow-same-origin", "allow-forms", "allow-popups", "allow-downloads"];
    return needed.filter((flag) => !outer.sandbox.contains(flag));
  };

  const report = async () => {
    say("Our host answers, and this page lets our script run.");
    const [ready, answer] = await Promise.all([probe(), ask().catch(() => null)]);
    const host = new URL(origin).host;
    const sealed = self.origin === "null";
    if (sealed) say("Blocked by a sandbox: this page runs in a frame without allow-same-origin, so answers could not be sent. Add allow-same-origin to its sandbox, or use the link.");
    for (const mend of refused) say(`Blocked by your side: the Content-Security-Policy of this page does not allow the frame. ${mend}`);
    if (answer && !sealed) {
      for (const one of answer.refused) say(`Blocked by our side: ${one} is not on the list of addresses that may show the aid. Add exactly this address to your clinic's list.`);
    }
    if (!answer) say(`We could not ask ${host} whether this address is allowed: this page forbids it (connect-src). Check the list of addresses at the clinic's own settings.`);
    const flags = missing();
    if (flags.length) say(`The frame around this page is a sandbox without ${flags.join(", ")}. ${flags.includes("allow-downloads") ? "The PDF cannot be saved in it; people can still copy the text. " : ""}Add what is missing, or use the link.`);
    else if (window.parent !== window && !sealed) say("This page is itself inside a frame. If that frame is a sandbox without allow-downloads, the PDF cannot be saved. Try it; if nothing is saved, use the link.");
    if (ready) say("The aid shows on this page and answers.");
    else if (list.children.length === 1) say("The aid did not answer within 8 seconds, and nothing here tells why. Reload once. If it stays so, tell us the address of this page.");
    panel.dataset.done = "";
    panel.scrollIntoView({ block: "nearest" });
  };

  script.after(panel);
  report();
})();
