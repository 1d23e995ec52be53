/** The place of the results. What fills it (report_view.ts) is fetched when there is a report. */

import type { Report } from "./contract.js";
import { h, setText } from "./dom.js";

export interface Results {
  element: HTMLElement;
  show(report: Report): Promise<void>;
  /** While a new run is on, what stands here is of the one before. */
  age(): void;
  note(text: string): void;
}

export function results(): Results {
  const status = h("p", { class: "muted" });
  const body = h("div", {}, h("p", { class: "empty" }, "After the training: test accuracy, accuracy per class, the confusion matrix and sample predictions."));
  const element = h("section", { class: "card", "aria-label": "Results" }, h("div", { class: "line" }, h("h2", {}, "Results"), status), body);
  let shown = false;
  return {
    element,
    age() {
      element.classList.toggle("aged", shown);
      setText(status, shown ? "of the run before" : "");
    },
    note: (text) => setText(status, text),
    async show(report) {
      const { reportView } = await import("./report_view.js");
      const view = reportView(report, element.getRootNode() as ShadowRoot);
      shown = true;
      element.classList.remove("aged");
      setText(status, `on ${view.examples.toLocaleString("en")} held-out examples`);
      body.replaceChildren(view.element);
    },
  };
}
