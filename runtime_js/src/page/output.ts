/** What a function's answer looks like: bars for probabilities, a picture for an image, a table for anything else. */

import type { Export, HostArray } from "./contract.js";
import { h } from "./dom.js";
import { paint } from "./pixels.js";
import { probabilities } from "./probabilities.js";

export interface Output {
  element: HTMLElement;
  /** null: there is no answer (any more). */
  show(value: unknown): Promise<void>;
}

/** `empty` says why there is no answer yet. */
export function output(result: Export["result"], empty: string, description: string): Output {
  if (result?.type === "probabilities") {
    const chart = probabilities(result.labels ?? [], empty);
    const element = h("div", {}, chart.element);
    return {
      element,
      async show(value) {
        element.replaceChildren(Array.isArray(value) ? await table(value) : chart.element); // a list is of a batch
        if (!Array.isArray(value)) chart.show((value as HostArray | null)?.data ?? null);
      },
    };
  }
  if (result?.type === "image") return picture(result.shape!, description);
  const element = h("div", { class: "output", role: "status", "aria-live": "polite" });
  return {
    element,
    async show(value) {
      element.replaceChildren(...(value === null ? [] : [await table(value)]));
    },
  };
}

function picture([height = 1, width = 1]: number[], description: string): Output {
  const canvas = h("canvas", { class: "pixels drawn", width, height, role: "img", "aria-label": description });
  return {
    element: h("div", { class: "output" }, canvas),
    async show(value) {
      const image = value as HostArray | null;
      if (image) paint(canvas, image, image.dtype === "float32" ? 1 : 255);
      else canvas.getContext("2d")!.clearRect(0, 0, width, height);
    },
  };
}

/** Fetched when first needed: most programs answer with probabilities. */
async function table(value: unknown): Promise<HTMLElement> {
  if (Array.isArray(value) && !value.length) return h("p", { class: "muted" }, "Done"); // a function that only sets variables
  const { answer } = await import("./answer.js");
  return answer(value);
}
