/**
 * One chart a metric. The frames, with the legends, stand from the start, so that nothing moves when the curves come;
 * the code that draws them (plot.ts, with uPlot) is fetched when a training starts.
 */

import { h, setText } from "./dom.js";
import { label, metric } from "./format.js";
import type { Plot } from "./plot.js";
import type { Point } from "./tracker.js";

export interface Curves {
  x: number[];
  train: (number | null)[];
  validation: (number | null)[];
}

interface Frame {
  name: string;
  element: HTMLElement;
  canvas: HTMLElement;
  values: { train: HTMLElement; validation: HTMLElement };
  curves: Curves;
  plot: Plot | null;
}

export interface Charts {
  element: HTMLElement;
  /** Fetches what draws the curves, and begins new ones. */
  begin(): Promise<void>;
  /** How many epochs the axis shows; 0 follows the curves. */
  span(epochs: number): void;
  clear(): void;
  add(point: Point): void;
  dispose(): void;
}

export function charts(metrics: readonly string[]): Charts {
  const grid = h("div", { class: "charts" });
  const frames = new Map<string, Frame>();
  let make: ((frame: Frame) => Plot) | null = null;
  let total = 0;
  let drawing = 0;
  for (const name of metrics) frameOf(name);

  function frameOf(name: string): Frame {
    let frame = frames.get(name);
    if (frame) return frame;
    frame = newFrame(name);
    frames.set(name, frame);
    grid.append(frame.element);
    if (make) frame.plot = make(frame);
    return frame;
  }

  function draw(): void {
    drawing = 0;
    for (const { plot, curves } of frames.values()) plot?.draw(curves, total);
  }

  function clear(): void {
    total = 0;
    for (const frame of frames.values()) {
      frame.curves = { x: [], train: [], validation: [] };
      showValues(frame, null, null);
    }
    draw();
  }

  return {
    element: h("section", { class: "card", "aria-label": "Curves" }, h("div", { class: "line" }, h("h2", {}, "Curves"), h("p", { class: "muted" }, "by epoch")), grid),
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
    add({ x, train, validation }) {
      for (const name of new Set([...Object.keys(train), ...Object.keys(validation)])) {
        const frame = frameOf(name);
        frame.curves.x.push(x);
        frame.curves.train.push(train[name] ?? null);
        frame.curves.validation.push(validation[name] ?? null);
        showAt(frame, null);
      }
      drawing ||= requestAnimationFrame(draw);
    },
    dispose() {
      cancelAnimationFrame(drawing);
      for (const frame of frames.values()) frame.plot?.destroy();
    },
  };
}

function newFrame(name: string): Frame {
  const canvas = h("div", { class: "plot", role: "img", "aria-label": `${label(name)} by epoch` });
  const values = { train: h("span", { class: "figure" }, "–"), validation: h("span", { class: "figure" }, "–") };
  const key = (of: "train" | "validation", text: string) => h("span", { class: `key ${of}` }, h("i", { "aria-hidden": "true" }), text, values[of]);
  const element = h(
    "figure",
    {},
    h("figcaption", {}, h("strong", {}, label(name)), h("span", { class: "legend" }, key("train", "training"), key("validation", "validation"))),
    canvas,
  );
  return { name, element, canvas, values, curves: { x: [], train: [], validation: [] }, plot: null };
}

/** The values under the pointer, or the newest ones. */
function showAt(frame: Frame, index: number | null): void {
  const { train, validation } = frame.curves;
  const at = index ?? train.length - 1;
  showValues(frame, lastBefore(train, at), lastBefore(validation, at));
}

function showValues({ name, values, canvas }: Frame, train: number | null, validation: number | null): void {
  const text = (value: number | null) => (value === null ? "–" : metric(name, value));
  setText(values.train, text(train));
  setText(values.validation, text(validation));
  canvas.setAttribute("aria-label", `${label(name)} by epoch: training ${text(train)}, validation ${text(validation)}`);
}

function lastBefore(values: readonly (number | null)[], index: number): number | null {
  for (let i = index; i >= 0; i--) if (values[i] != null) return values[i]!;
  return null;
}
