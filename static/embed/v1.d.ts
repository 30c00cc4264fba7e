/** What the decision aid says to the page around it, and what that page may ask. Version 1. */

/** Sent by the aid's frame to its parent window, to the origin that asked and to no other. */
export type AidMessage = AidReady | AidHeight | AidMoved;

/** The frame shows its first page. */
export interface AidReady {
  aid: 1;
  type: "ready";
  /** Height of the page in CSS pixels, rounded up to 100. All short pages have the same. */
  height: number;
  /** Where the aid's header ends, in CSS pixels from the top of the frame, rounded to 10. The same on every page. */
  top: number;
}

/** The page in the frame became higher or lower. */
export interface AidHeight {
  aid: 1;
  type: "height";
  height: number;
}

/** A new page came into the frame. Which one is not said. */
export interface AidMoved {
  aid: 1;
  type: "moved";
  height: number;
  top: number;
}

/** Sent by the page to the frame after each of its `load` events. Nothing is answered before it. */
export interface AidHello {
  aid: 1;
  type: "hello";
}

/** What the `<script>` of `/embed/v1.js` reads: `data-clinic`, `data-lang` and so on. */
export interface AidAttributes extends DOMStringMap {
  clinic?: string;
  /** A published language. Default: "en". */
  lang?: string;
  /** Default: "inline". */
  mode?: "inline" | "link" | "button";
  /** Default: what the person's device asks for. */
  theme?: "auto" | "light" | "dark";
  /** Name of the frame for people who do not see it, in the language of the aid. */
  title?: string;
  /** Present: show what blocks the aid on this page. */
  check?: string;
}

/** Events of `/embed/v1.js`. They are dispatched on the frame and bubble up to `document`. */
declare global {
  interface GlobalEventHandlersEventMap {
    "aid-ready": CustomEvent<{ height: number }>;
    "aid-height": CustomEvent<{ height: number }>;
    "aid-moved": CustomEvent<{ height: number }>;
  }
}
