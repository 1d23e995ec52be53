/** A panel for each exported function that a page can call: a drawing pad for an image, a form for anything else. */

import type { Export, FunctionState, HostArray } from "./contract.js";
import { drawingPad } from "./drawing_pad.js";
import { h } from "./dom.js";
import { canEnter, field } from "./fields.js";
import { label } from "./format.js";
import { latest } from "./latest.js";
import { output } from "./output.js";

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
  /** What somebody asked for came. */
  succeed(): void;
}

/** null: the function takes what only code can give (whole batches, tensors). */
export function tryIt(name: string, declared: Export, { captures, updates }: FunctionState, act: TryActions): TryIt | null {
  if (!declared.params.every((param) => param.type === "image" || canEnter(param))) return null;
  const image = declared.params.find((param) => param.type === "image");
  if (image && declared.params.some((param) => param !== image && param.default === undefined)) return null;
  const learns = captures.some((variable) => !updates.includes(variable));
  const untrained = h("p", { class: learns ? "tag" : "tag gone" }, "untrained");
  // Only such a function is called unasked: one that sets variables would interfere with a training.
  const looks = updates.length === 0;
  const title = label(name);
  const parts = image ? imagePanel(title, declared, image.shape as number[], looks, act) : formPanel(title, declared, looks, act);
  return {
    element: h("section", { class: "card", "aria-label": title }, h("div", { class: "line" }, h("h2", {}, title), untrained), ...parts.elements),
    enable: parts.enable,
    refresh: parts.refresh,
    trained(trained) {
      untrained.classList.toggle("gone", trained || !learns);
    },
  };
}

interface Panel {
  elements: HTMLElement[];
  enable(enabled: boolean): void;
  refresh(): void;
}

function imagePanel(title: string, { params, result }: Export, shape: number[], looks: boolean, act: TryActions): Panel {
  const shown = output(result, "nothing drawn yet", title);
  let drawn: HostArray | null = null;
  let asked = false; // by somebody's hand, and not by new weights
  const classify = latest(async () => {
    const image = drawn;
    const isAnswer = asked;
    asked = false;
    try {
      const value = image && (await act.call(...params.map((param) => (param.type === "image" ? image : undefined))));
      await shown.show(drawn && value); // nothing, if it was cleared meanwhile
      if (isAnswer) act.succeed();
    } catch (error) {
      act.fail(error);
    }
  }, PAUSE);

  const pad = drawingPad(shape, {
    change(image) {
      drawn = image;
      asked = true;
      classify();
    },
    fail: act.fail,
  });
  return { elements: [pad.element, shown.element], enable: pad.enable, refresh: () => looks && drawn && classify() };
}

function formPanel(title: string, { params, result }: Export, looks: boolean, act: TryActions): Panel {
  const fields = params.map(field);
  const shown = output(result, "not asked yet", title);
  const drawsItself = looks && !params.length && result?.type === "image"; // from the start on
  const run = h("button", { type: "submit" }, drawsItself ? "Redraw" : "Run");
  let asked = drawsItself;
  let isNew = false; // by somebody's hand, and not by new weights
  const call = latest(async () => {
    const isAnswer = isNew;
    isNew = false;
    try {
      await shown.show(await act.call(...fields.map((each) => each.read())));
      if (isAnswer) act.succeed();
    } catch (error) {
      asked = false; // once is enough
      act.fail(error);
    }
  });
  const submit = (event: Event) => {
    event.preventDefault();
    asked = isNew = true;
    call();
  };
  const form = h("form", { onsubmit: submit }, h("div", { class: "fields" }, ...fields.map((each) => each.element)), h("div", { class: "row" }, run));
  return {
    elements: result?.type === "image" && !params.length ? [shown.element, form] : [form, shown.element],
    enable(enabled) {
      run.disabled = !enabled;
    },
    refresh: () => looks && asked && form.checkValidity() && call(),
  };
}
