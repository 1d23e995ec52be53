/** Fall-backs and other things worth knowing, and one banner for what went wrong and what to do about it. */

import { h } from "./dom.js";

export interface Failure {
  message: string;
  advice: string;
  retry?: { label: string; run: () => void };
}

export interface Notices {
  element: HTMLElement;
  show(notices: readonly string[]): void;
  fail(failure: Failure): void;
  clear(): void;
}

export function notices(): Notices {
  const banner = h("div", { role: "alert" });
  const list = h("ul", { class: "notices", "aria-label": "Notices", hidden: true });
  let shown = "";
  const clear = () => banner.replaceChildren();
  return {
    element: h("div", { class: "messages" }, banner, list),
    show(texts) {
      if (texts.join("\n") === shown) return; // read out once
      shown = texts.join("\n");
      list.hidden = texts.length === 0;
      list.replaceChildren(...texts.map((text) => h("li", {}, text)));
    },
    fail({ message, advice, retry }) {
      const act = retry && h("button", { type: "button", onclick: () => (clear(), retry.run()) }, retry.label);
      banner.replaceChildren(
        h(
          "div",
          { class: "failure" },
          h("p", {}, h("strong", {}, message), h("span", {}, advice)),
          h("div", { class: "row" }, act, h("button", { type: "button", class: "quiet", onclick: clear }, "Dismiss")),
        ),
      );
    },
    clear,
  };
}

/** What an error says, and the hint that our own errors carry. */
export function failure(error: unknown, advice: string): Failure {
  const { message, hint } = error as { message?: string; hint?: string };
  return { message: message || String(error), advice: hint || advice };
}
