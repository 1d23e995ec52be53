/** How far the work is, in words and as a bar; and, for screen readers, its milestones rather than every batch. */

import type { Download } from "./contract.js";
import { h, setText } from "./dom.js";
import { perFrame } from "./frames.js";
import { duration, fileSize } from "./format.js";

export interface Progress {
  element: HTMLElement;
  /** `share` of 1, or null while it is unknown; `aside` stands below the bar. */
  show(text: string, share: number | null, aside?: string): void;
  /** The same at the next frame: of what is said before it, only the last. */
  showSoon(text: string, share: number | null, aside?: string): void;
  aside(text: string): void;
  announce(text: string): void;
}

export function progress(): Progress {
  const text = h("p", { class: "figure" });
  const aside = h("p", { class: "figure muted" });
  const bar = h("progress", { max: 1, value: 0, "aria-label": "Progress" });
  const live = h("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  let latest: [words: string, share: number | null, right: string] = ["", 0, ""];
  const drawing = perFrame(() => {
    const [words, share, right] = latest;
    setText(text, words);
    setText(aside, right);
    if (share === null) bar.removeAttribute("value");
    else bar.value = share;
  });
  return {
    element: h("div", { class: "progress" }, text, bar, aside, live),
    show(words, share, right = "") {
      latest = [words, share, right];
      drawing.now();
    },
    showSoon(words, share, right = "") {
      latest = [words, share, right];
      drawing.ask();
    },
    aside(words) {
      latest[2] = words;
      drawing.now();
    },
    announce: (words) => setText(live, words),
  };
}

export function downloadText({ loaded, total, what }: Download): string {
  return `Loading ${what}: ${total ? `${fileSize(loaded)} of ${fileSize(total)}` : fileSize(loaded)}`;
}

export function remainingText(ms: number): string {
  return !Number.isFinite(ms) ? "" : `${duration(ms)} left`;
}
