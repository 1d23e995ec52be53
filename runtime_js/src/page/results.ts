/** The place of the results. What fills it (report_view.ts) is fetched when there is a report. */

import type { Report } from "./contract.js";
import { h, setText } from "./dom.js";

export interface Results {
  element: HTMLElement;
  show(report: Report): Promise<void>;
  /** While a new run is on, what stands here is of the one before. */
  age(aged: boolean): void;
  /** Why a run has no results. */
  note(text: string): void;
  clear(): void;
}

export function results(): Results {
  const status = h("p", { class: "muted" });
  const empty = h("p", { class: "empty" });
  const body = h("div", { class: "report" });
  const element = h("section", { class: "card", "aria-label": "Results" }, h("div", { class: "line" }, h("h2", {}, "Results"), status), body);
  let shown = false;
  let examples = "";
  clear();

  function clear(): void {
    shown = false;
    element.classList.remove("aged");
    setText(status, "");
    setText(empty, "After the training: test accuracy, accuracy per class, the confusion matrix and sample predictions.");
    body.replaceChildren(empty);
  }

  return {
    element,
    age(aged) {
      element.classList.toggle("aged", shown && aged);
      setText(status, !shown ? "" : aged ? "of the run before" : examples);
    },
    note: (text) => setText(shown ? status : empty, text),
    clear,
    async show(report) {
      const { reportView } = await import("./report_view.js");
      const view = reportView(report, element.getRootNode() as ShadowRoot);
      shown = true;
      element.classList.remove("aged");
      examples = `on ${view.examples.toLocaleString("en")} held-out examples`;
      setText(status, examples);
      body.replaceChildren(view.element);
    },
  };
}
