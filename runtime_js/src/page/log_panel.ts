/** What a run says in words: the lines of `bml.log` and `print`, the newest at the bottom. */

import { h, setText } from "./dom.js";
import { perFrame } from "./frames.js";

/** Lines on show; a run may say millions. */
const LINES = 500;

/** More lines than this in so many milliseconds are not for reading out. */
const FEW = 5, WHILE = 3000;

export interface LogPanel {
  element: HTMLElement;
  add(text: string): void;
  clear(): void;
  dispose(): void;
}

export function logPanel(): LogPanel {
  const status = h("p", { class: "muted figure" });
  const list = h("div", { class: "log", role: "log", tabindex: 0, "aria-label": "Log", "aria-live": "polite" });
  const element = h("section", { class: "card", "aria-label": "Log", hidden: true }, h("div", { class: "line" }, h("h2", {}, "Log"), status), list);
  let waiting: string[] = [];
  let times: number[] = []; // of the newest lines
  let count = 0;

  const drawing = perFrame(() => {
    const atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 8;
    element.hidden = false;
    const isFast = times.length === FEW && performance.now() - times[0]! < WHILE;
    list.setAttribute("aria-live", isFast ? "off" : "polite");
    list.append(...waiting.map((line) => h("div", {}, line)));
    waiting = [];
    while (list.childElementCount > LINES) list.firstElementChild!.remove();
    setText(status, count > LINES ? `the last ${LINES} of ${count.toLocaleString("en")} lines` : "");
    if (atEnd) list.scrollTop = list.scrollHeight; // who scrolled up reads on
  });

  return {
    element,
    add(text) {
      const lines = text.split("\n");
      count += lines.length;
      waiting.push(...lines.slice(-LINES));
      if (waiting.length > 2 * LINES) waiting = waiting.slice(-LINES); // a hidden page draws no frames
      times.push(performance.now());
      if (times.length > FEW) times.shift();
      drawing.ask();
    },
    clear() {
      drawing.cancel();
      waiting = [];
      times = [];
      count = 0;
      list.replaceChildren();
      setText(status, "");
      element.hidden = true;
    },
    dispose: drawing.cancel,
  };
}
