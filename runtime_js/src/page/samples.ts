/** A few held-out examples with what the model says and what is right. A mistake is marked by words and a sign too. */

import type { Sample } from "./contract.js";
import { h } from "./dom.js";
import { percent } from "./format.js";
import { imageCanvas } from "./pixels.js";

export function samples(all: readonly Sample[], labels: readonly string[]): HTMLElement {
  return h("ul", { class: "samples" }, ...all.map((sample) => one(sample, labels)));
}

function one({ image, expected, predicted, probabilities }: Sample, labels: readonly string[]): HTMLElement {
  const right = expected === predicted;
  const truth = labels[expected] ?? String(expected), said = predicted < 0 ? "NaN" : (labels[predicted] ?? String(predicted));
  return h(
    "li",
    { class: right ? "sample" : "sample wrong" },
    imageCanvas(image, `A ${truth}`),
    h("p", { class: said.length > 3 ? "said word" : "said", title: said }, h("span", { class: "sign", "aria-hidden": "true" }, right ? "✓" : "✗"), h("span", { class: "visually-hidden" }, right ? "Right: " : "Wrong: "), h("strong", {}, said)),
    h("p", { class: "muted figure" }, right ? percent(probabilities[predicted] ?? 0, 0) : `is ${truth}`),
  );
}
