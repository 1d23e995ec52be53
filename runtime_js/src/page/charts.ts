/**
 * One chart a metric. The frames of the models' metrics, with the legends, stand from the start, so that nothing moves
 * when the curves come; what a script logs besides gets its chart with its first value, and one of its own beside that of
 * a fit which has a metric of the same name. The code that draws them (plot.ts, with uPlot) is fetched when a training
 * starts.
 */

import { Curve, type Point } from "./curve.js";
import { h, setText } from "./dom.js";
import { label, metric } from "./format.js";
import { perFrame } from "./frames.js";
import type { Plot } from "./plot.js";

/** Charts on the page; what a script logs beyond them is in its log. */
const CHARTS = 12;

const BESIDE: Record<Point["source"], string> = { fit: "of model.fit, ", script: "of the script, " };

type Series = "train" | "validation";

interface Frame {
  name: string;
  source: Point["source"] | null; // null: nobody's yet
  beside: boolean; // there is one of this name already, of the other source
  element: HTMLElement;
  canvas: HTMLElement;
  axis: HTMLElement;
  keys: Record<Series, HTMLElement>;
  values: Record<Series, HTMLElement>;
  curve: Curve;
  plot: Plot | null;
  changed: boolean;
  declared: boolean; // by a model
}

export interface Charts {
  element: HTMLElement;
  /** Fetches what draws the curves, and begins new ones. */
  begin(): Promise<void>;
  /** How many epochs the axis of a fit shows; 0 follows the curves. */
  span(epochs: number): void;
  clear(): void;
  add(point: Point): void;
  dispose(): void;
}

export function charts(metrics: readonly string[]): Charts {
  const grid = h("div", { class: "charts" });
  const empty = h("p", { class: "empty" }, "What the script logs or plots is drawn here.");
  const element = h("section", { class: "card", "aria-label": "Curves" }, h("h2", {}, "Curves"), empty, grid);
  const frames = new Map<string, Frame>();
  let make: ((frame: Frame) => Plot) | null = null;
  let total = 0;
  for (const name of metrics) frames.set(name, newFrame(name, true));
  grid.append(...[...frames.values()].map((frame) => frame.element));
  empty.hidden = frames.size > 0;

  /** The frame for this source's values of a name; `known` makes no new one. */
  function frameOf(name: string, source: Point["source"], known: boolean): Frame | null {
    const first = frames.get(name);
    const beside = first !== undefined && first.source !== null && first.source !== source;
    const key = beside ? `${name} ${source}` : name;
    let frame = frames.get(key);
    if (!frame) {
      if (known || frames.size >= CHARTS) return null;
      frame = newFrame(name, false, beside);
      frames.set(key, frame);
      if (beside) first.element.after(frame.element);
      else grid.append(frame.element);
      empty.hidden = true;
      if (make) frame.plot = make(frame);
    }
    frame.source = source;
    return frame;
  }

  const drawing = perFrame(() => {
    for (const frame of frames.values()) {
      if (!frame.changed) continue;
      frame.changed = false;
      const { curve, plot } = frame;
      plot?.draw(curve, curve.fit ? total : 0);
      setText(frame.axis, axisText(frame));
      showValues(frame, curve.latest);
    }
  });

  function draw(): void {
    for (const frame of frames.values()) frame.changed = true;
    drawing.now();
  }

  function clear(): void {
    total = 0;
    for (const [key, frame] of frames) {
      frame.curve = new Curve();
      frame.source = null;
      if (frame.declared) continue;
      frame.plot?.destroy();
      frame.element.remove();
      frames.delete(key);
    }
    empty.hidden = frames.size > 0;
    draw();
  }

  return {
    element,
    clear,
    span(epochs) {
      total = epochs;
      draw();
    },
    async begin() {
      clear();
      if (!make) {
        const { newPlot } = await import("./plot.js");
        make = (frame) => newPlot(frame.canvas, frame.name, (index) => showAt(frame, index));
      }
      for (const frame of frames.values()) frame.plot ??= make(frame);
      draw();
    },
    add(point) {
      for (const name of new Set([...Object.keys(point.train), ...Object.keys(point.validation)])) {
        const train = finite(point.train[name]), validation = finite(point.validation[name]);
        const frame = frameOf(name, point.source, train === null && validation === null);
        if (!frame) continue;
        frame.curve.add(point, train, validation);
        frame.changed = true;
      }
      drawing.ask();
    },
    dispose() {
      drawing.cancel();
      for (const frame of frames.values()) frame.plot?.destroy();
    },
  };
}

/** What is no number has no place on a chart. */
function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function axisText({ beside, source, curve }: Frame): string {
  return `${beside ? BESIDE[source!] : ""}by ${curve.axis}`;
}

function newFrame(name: string, declared: boolean, beside = false): Frame {
  const canvas = h("div", { class: "plot", role: "img", "aria-label": label(name) });
  const axis = h("span", { class: "muted" }, "by epoch");
  const values = { train: h("span", { class: "figure" }, "–"), validation: h("span", { class: "figure" }, "–") };
  const key = (of: Series) => h("span", { class: `key ${of}` }, h("i", { "aria-hidden": "true" }), h("span", {}, ""), values[of]);
  const keys = { train: key("train"), validation: key("validation") };
  const element = h(
    "figure",
    {},
    h("figcaption", {}, h("span", {}, h("strong", {}, label(name)), " ", axis), h("span", { class: "legend" }, keys.train, keys.validation)),
    canvas,
  );
  return { name, source: null, beside, element, canvas, axis, keys, values, curve: new Curve(), plot: null, changed: true, declared };
}

/** The values under the pointer, or the newest ones. */
function showAt(frame: Frame, index: number | null): void {
  const { train, validation, latest } = frame.curve;
  showValues(frame, index === null ? latest : { train: lastBefore(train, index), validation: lastBefore(validation, index) });
}

function showValues({ name, axis, values, keys, canvas, curve, declared, source }: Frame, shown: Curve["latest"]): void {
  const text = (value: number | null) => (value === null ? "–" : metric(name, value));
  // What a script logs need not have two sides.
  const isPair = (declared && source !== "script") || curve.latest.validation !== null;
  setText(keys.train.children[1]!, isPair ? "training" : "");
  setText(keys.validation.children[1]!, "validation");
  keys.validation.hidden = !isPair;
  setText(values.train, text(shown.train));
  setText(values.validation, text(shown.validation));
  const said = isPair ? `training ${text(shown.train)}, validation ${text(shown.validation)}` : text(shown.train);
  canvas.setAttribute("aria-label", `${label(name)} ${axis.textContent}: ${said}`);
}

function lastBefore(values: readonly (number | null)[], index: number): number | null {
  for (let i = index; i >= 0; i--) if (values[i] != null) return values[i]!;
  return null;
}
