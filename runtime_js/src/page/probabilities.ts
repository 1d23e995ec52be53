/** The probabilities of a classification as bars: all of them in the labels' order, or the ten largest of many. */

import { h, setText, setVariable } from "./dom.js";
import { percent } from "./format.js";

const SHOWN = 12;

export interface Probabilities {
  element: HTMLElement;
  show(values: ArrayLike<number> | null): void;
}

/** `none` says why there are no probabilities. */
export function probabilities(named: readonly string[], none: string): Probabilities {
  const isSingle = named.length === 1; // what is not of the one class is of no other name
  const labels = isSingle ? [`not ${named[0]}`, named[0]!] : named;
  const rows = labels.slice(0, SHOWN).map((text) => {
    const name = h("span", { class: "name" }, text);
    const value = h("span", { class: "figure" }, "–");
    const element = h("li", {}, name, h("span", { class: "bar", "aria-hidden": "true" }), value);
    return { element, name, value };
  });
  const list = h("ol", { class: "bars", "aria-label": "Probabilities" }, ...rows.map(({ element }) => element));
  const answer = h("p", { class: "answer", role: "status", "aria-live": "polite" });
  empty();

  function empty(): void {
    answer.replaceChildren(h("strong", {}, "–"), h("span", { class: "muted" }, none));
    for (const { element, value } of rows) {
      setVariable(element, "--share", 0);
      element.classList.remove("best");
      setText(value, "–");
    }
  }

  return {
    element: h("div", { class: "probabilities" }, answer, list),
    show(given) {
      if (!given) return empty();
      const values = isSingle ? [1 - given[0]!, given[0]!] : given;
      const order = Array.from(labels, (_, i) => i);
      const best = [...order].sort((a, b) => values[b]! - values[a]!);
      const lost = Array.prototype.some.call(values, Number.isNaN); // NaN is no answer, and no label is its largest
      const shown = labels.length > SHOWN ? best : order;
      rows.forEach(({ element, name, value }, row) => {
        const index = shown[row]!;
        setText(name, labels[index]!);
        setText(value, percent(values[index]!));
        setVariable(element, "--share", values[index]! || 0);
        element.classList.toggle("best", !lost && index === best[0]);
      });
      if (lost) {
        answer.replaceChildren(h("strong", {}, "NaN"), h("span", { class: "muted" }, "the model gives no numbers"));
        return;
      }
      answer.replaceChildren(
        h("strong", {}, labels[best[0]!]!),
        h("span", { class: "muted figure" }, `${percent(values[best[0]!]!)} sure`),
      );
    },
  };
}
