/** What a script gave back: a number or a word on the line below the bar, anything larger in a card of its own. */

import { h, setText } from "./dom.js";
import { decimal } from "./format.js";

export interface Returned {
  element: HTMLElement;
  /** Resolves to the line, empty where there is none. */
  show(value: unknown): Promise<string>;
  clear(): void;
}

export function returned(): Returned {
  const kind = h("p", { class: "muted figure" });
  const body = h("div");
  const element = h("section", { class: "card", "aria-label": "Returned", hidden: true }, h("div", { class: "line" }, h("h2", {}, "Returned"), kind), body);
  return {
    element,
    clear() {
      element.hidden = true;
      body.replaceChildren();
    },
    async show(value) {
      if (value === undefined || value === null) return "";
      if (typeof value === "number") return `Returned ${decimal(value)}`;
      if (typeof value === "boolean") return `Returned ${value ? "True" : "False"}`;
      if (typeof value === "string" && value.length <= 60) return `Returned ${value}`;
      if (Array.isArray(value) && !value.length) return "Returned []";
      const { answer, summary } = await import("./answer.js");
      setText(kind, summary(value));
      body.replaceChildren(answer(value));
      element.hidden = false;
      return "";
    },
  };
}
