/** A panel for each exported function that a page can call: a drawing pad for an image, a form for anything else. */

import type { Export, HostArray } from "./contract.js";
import { drawingPad } from "./drawing_pad.js";
import { h } from "./dom.js";
import { canEnter, field } from "./fields.js";
import { label } from "./format.js";
import { latest } from "./latest.js";
import { probabilities } from "./probabilities.js";

/** While a pen moves, a classification at most this often (ms): the worker has a training to do as well. */
const PAUSE = 100;

export interface TryIt {
  element: HTMLElement;
  enable(enabled: boolean): void;
  /** The weights changed: the answer on show is of the model before. */
  refresh(): void;
  trained(trained: boolean): void;
}

export interface TryActions {
  call(...inputs: unknown[]): Promise<unknown>;
  fail(error: unknown): void;
}

/** null: the function takes what only code can give (whole batches, tensors). */
export function tryIt(name: string, declared: Export, act: TryActions): TryIt | null {
  if (!declared.params.every((param) => param.type === "image" || canEnter(param))) return null;
  const image = declared.params.find((param) => param.type === "image");
  if (image && declared.params.length > 1) return null;
  const untrained = h("p", { class: image ? "tag" : "tag gone" }, "untrained");
  const parts = image ? imagePanel(declared, image.shape as number[], act) : formPanel(declared, act);
  return {
    element: h("section", { class: "card", "aria-label": label(name) }, h("div", { class: "line" }, h("h2", {}, label(name)), untrained), ...parts.elements),
    enable: parts.enable,
    refresh: parts.refresh,
    trained(trained) {
      untrained.classList.toggle("gone", trained || !image);
    },
  };
}

/** Fetched when first needed: most programs answer with probabilities. */
async function table(value: unknown): Promise<HTMLElement> {
  const { answer } = await import("./answer.js");
  return answer(value);
}

interface Panel {
  elements: HTMLElement[];
  enable(enabled: boolean): void;
  refresh(): void;
}

function imagePanel({ result }: Export, shape: number[], act: TryActions): Panel {
  const chart = result?.type === "probabilities" ? probabilities(result.labels ?? []) : null;
  const output = chart?.element ?? h("div", { class: "output" });
  let drawn: HostArray | null = null;
  const classify = latest(async () => {
    const image = drawn;
    try {
      const value = image && (await act.call(image));
      await show(drawn && value); // nothing, if it was cleared meanwhile
    } catch (error) {
      act.fail(error);
    }
  }, PAUSE);

  async function show(value: unknown): Promise<void> {
    if (chart) chart.show((value as HostArray | null)?.data ?? null);
    else output.replaceChildren(...(value === null ? [] : [await table(value)]));
  }

  const pad = drawingPad(shape, {
    change(image) {
      drawn = image;
      classify();
    },
    fail: act.fail,
  });
  return { elements: [pad.element, output], enable: pad.enable, refresh: () => drawn && classify() };
}

function formPanel({ params }: Export, act: TryActions): Panel {
  const fields = params.map(field);
  const output = h("div", { class: "output", role: "status", "aria-live": "polite" });
  const run = h("button", { type: "submit" }, "Run");
  let asked = false;
  const call = latest(async () => {
    try {
      output.replaceChildren(await table(await act.call(...fields.map((each) => each.read()))));
    } catch (error) {
      act.fail(error);
    }
  });
  const submit = (event: Event) => {
    event.preventDefault();
    asked = true;
    call();
  };
  const form = h("form", { onsubmit: submit }, h("div", { class: "fields" }, ...fields.map((each) => each.element)), h("div", { class: "row" }, run));
  return {
    elements: [form, output],
    enable(enabled) {
      run.disabled = !enabled;
    },
    refresh: () => asked && form.checkValidity() && call(),
  };
}
