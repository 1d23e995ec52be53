/** What the trained model is worth on data that it never saw. Imported when there is a report to show. */

import { confusion } from "./confusion.js";
import type { Report } from "./contract.js";
import { adopt, h, setVariable, styleSheet } from "./dom.js";
import { decimal, percent } from "./format.js";
import { samples } from "./samples.js";
import { reportCss } from "./styles_report.js";

const sheet = styleSheet(reportCss);

export function reportView(report: Report, root: ShadowRoot): { element: HTMLElement; examples: number } {
  adopt(root, sheet);
  const { confusion: counts, labels, accuracy } = report;
  const examples = counts.flat().reduce((sum, count) => sum + count, 0);
  const drawn = report.samples.filter(({ image }) => isPicture(image.shape));
  const right = counts.reduce((sum, row, truth) => sum + row[truth]!, 0);
  const element = h(
    "div",
    { class: "results" },
    h(
      "div",
      { class: "score" },
      h("p", { class: "big figure" }, (100 * accuracy).toFixed(accuracy < 1 ? 2 : 0), h("small", {}, "%")),
      h("p", { class: "muted" }, "test accuracy"),
      h("p", { class: "muted figure" }, `${(examples - right).toLocaleString("en")} mistakes, loss ${decimal(report.loss)}`),
    ),
    h("div", { class: "per-class" }, h("h3", {}, "Accuracy per class"), perClass(report)),
    h("div", { class: "matrix" }, h("h3", {}, "Confusion matrix"), confusion(report)),
    drawn.length ? h("div", { class: "sampled" }, h("h3", {}, drawn.some(({ expected, predicted }) => expected !== predicted) ? "Sample predictions, mistakes first" : "Sample predictions"), samples(drawn, labels)) : "",
  );
  return { element, examples };
}

/** Height, width and perhaps channels: rows of numbers are no pictures. */
function isPicture([height = 0, width = 0, channels = 1, ...more]: number[]): boolean {
  return !more.length && height > 3 && width > 3 && [1, 3, 4].includes(channels);
}

function perClass(report: Report): HTMLElement {
  return h(
    "ol",
    { class: "bars" },
    ...report.perClass.map(({ label, accuracy, count }) => {
      const row = h(
        "li",
        { title: `${count} examples` },
        h("span", { class: "name" }, label),
        h("span", { class: "bar", "aria-hidden": "true" }),
        h("span", { class: "figure" }, count ? percent(accuracy) : "–"),
      );
      setVariable(row, "--share", accuracy || 0); // none where there is no example
      return row;
    }),
  );
}
