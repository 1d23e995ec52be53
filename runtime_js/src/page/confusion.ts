/**
 * The confusion matrix as a table. Colour repeats what the numbers say: right answers on the diagonal in a blue, mistakes
 * in a warm colour by the square root of their share, since in a good model all of them are small. Both scales end at a
 * depth on which the text keeps its contrast, in either theme.
 */

import type { Report } from "./contract.js";
import { h, setVariable } from "./dom.js";

export function confusion({ confusion: counts, labels }: Report): HTMLElement {
  const head = h(
    "tr",
    {},
    h("td", { class: "corner" }),
    ...labels.map((label) => h("th", { scope: "col", title: label }, label)),
  );
  const rows = counts.map((row, truth) => {
    const total = row.reduce((a, b) => a + b, 0) || 1;
    return h(
      "tr",
      {},
      h("th", { scope: "row", title: labels[truth] }, labels[truth]),
      ...row.map((count, prediction) => cell(count, count / total, labels[truth]!, labels[prediction]!)),
    );
  });
  const table = h(
    "table",
    { class: "confusion" },
    h("caption", {}, "A row is the true label, a column what the model said."),
    h("thead", {}, head),
    h("tbody", {}, ...rows),
  );
  setVariable(table, "--label", Math.min(12, Math.max(...labels.map(({ length }) => length))));
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Confusion matrix" }, table);
}

function cell(count: number, share: number, truth: string, prediction: string): HTMLElement {
  const right = truth === prediction;
  const depth = right ? share : count && Math.min(1, 0.12 + 2 * Math.sqrt(share)); // a fifth of a row in one mistake is the full colour
  const classes = [right ? "right" : "mistake", count === 0 && "zero"].filter(Boolean).join(" ");
  const element = h("td", { class: classes, title: `${count} of ${truth} ${right ? "recognized" : `taken for ${prediction}`}` }, count);
  setVariable(element, "--depth", depth);
  return element;
}
