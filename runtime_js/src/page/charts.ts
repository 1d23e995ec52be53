/**
 * One chart a metric. The frames of the models' metrics, with the legends, stand from the start, so that nothing moves
 * when the curves come; what a script logs besides gets its chart with its first value, and one of its own beside that of
 * a fit, or of another script, which has a metric of the same name. A script that runs again continues its curves. What
 * has an x of its own is drawn by free_charts.ts. The code that draws (plot.ts, with uPlot) is fetched when a training
 * starts.
 */

import { Curve, SERIES, type Point, type Series } from "./curve.js";
import { h, setText } from "./dom.js";
import { label, metric } from "./format.js";
import { perFrame } from "./frames.js";
import type { FreeChart, FreePoints } from "./free_chart.js";
import type { Plot } from "./plot.js";

/** Charts on the page; what a script logs beyond them is in its log. */
const CHARTS = 12;

const BESIDE: Record<Point["source"], string> = { fit: "of model.fit, ", script: "of the script, " };

interface Frame {
  name: string;
  script: string;
  source: Point["source"] | null; // null: nobody's yet
  beside: string; // tells it from the others of this name
  element: HTMLElement;
  canvas: HTMLElement;
  axis: HTMLElement;
  broken: HTMLElement;
  keys: Record<Series, HTMLElement>;
  values: Record<Series, HTMLElement>;
  curve: Curve;
  epochs: number; // of the fit at work; 0 follows the curve
  plot: Plot | null;
  changed: boolean;
  declared: boolean; // by a model
}

export interface Charts {
  element: HTMLElement;
  /** Fetches what draws the curves; those of this script go on, those of other scripts stay. */
  begin(script: string): Promise<void>;
  /** How many epochs the axis of the fit at work shows; 0 follows the curves. */
  span(epochs: number): void;
  clear(): void;
  add(point: Point): void;
  addFree(points: FreePoints): void;
  /** "the loss has been NaN since epoch 37", of the script at work; empty where all is well. */
  broken(): string;
  dispose(): void;
}

export function charts(metrics: readonly string[]): Charts {
  const grid = h("div", { class: "charts" });
  const empty = h("p", { class: "empty" }, "What the script logs or plots is drawn here.");
  const element = h("section", { class: "card", "aria-label": "Curves" }, h("h2", {}, "Curves"), empty, grid);
  const free = new Map<string, FreeChart>(); // of each script
  let frames = metrics.map((name) => newFrame(name, true));
  let make: typeof import("./plot.js") | null = null;
  let total = 0;
  let script = "";
  let several = false; // scripts have run
  grid.append(...frames.map((frame) => frame.element));
  showEmpty();

  function showEmpty(): void {
    empty.hidden = frames.length + free.size > 0;
  }

  /** The frame for this source's values of a name, a new one where need be; null if there is no room. */
  function frameOf(name: string, source: Point["source"]): Frame | null {
    const same = frames.filter((frame) => frame.name === name);
    let frame = same.find((each) => each.script === script && each.source === source) ?? same.find((each) => each.source === null);
    if (!frame) {
      if (frames.length >= CHARTS) return null;
      const besideOther = same.length > 0 && !same.some((each) => each.script === script);
      frame = newFrame(name, false, same.length ? (besideOther ? `of ${label(script)}, ` : BESIDE[source]) : "");
      frames.push(frame);
      if (same.length) same.at(-1)!.element.after(frame.element);
      else grid.append(frame.element);
      showEmpty();
      frame.plot = plotOf(frame);
    }
    frame.source = source;
    frame.script = script;
    frame.epochs = total;
    return frame;
  }

  function plotOf(frame: Frame): Plot | null {
    return make && make.newPlot(frame.canvas, frame.name, (index) => showAt(frame, index));
  }

  const drawing = perFrame(() => {
    for (const frame of frames) {
      if (!frame.changed) continue;
      frame.changed = false;
      const { curve, plot } = frame;
      plot?.draw(curve, curve.fit && frame.epochs ? curve.offset + frame.epochs : 0);
      setText(frame.axis, `${frame.beside}by ${curve.axis}`);
      const of = brokenSeries(curve);
      setText(frame.broken, of ? curve.brokenText(of) : "");
      showValues(frame, curve.latest);
    }
    for (const chart of free.values()) chart.draw();
  });

  function draw(): void {
    for (const frame of frames) frame.changed = true;
    drawing.now();
  }

  return {
    element,
    clear() {
      total = 0;
      for (const frame of frames) {
        frame.curve = new Curve();
        frame.source = null;
        frame.script = "";
        if (frame.declared) continue;
        frame.plot?.destroy();
        frame.element.remove();
      }
      for (const chart of free.values()) chart.remove();
      free.clear();
      frames = frames.filter((frame) => frame.declared);
      showEmpty();
      draw();
    },
    span(epochs) {
      total = epochs;
    },
    async begin(name) {
      several ||= script !== "" && script !== name;
      script = name;
      total = 0;
      for (const frame of frames) if (frame.script === script) frame.curve.goOn();
      free.get(script)?.goOn();
      make ??= await import("./plot.js");
      for (const frame of frames) frame.plot ??= plotOf(frame);
      draw();
    },
    add(point) {
      for (const name of new Set([...Object.keys(point.train), ...Object.keys(point.validation)])) {
        const frame = frameOf(name, point.source);
        if (!frame) continue;
        frame.curve.add(point, point.train[name] ?? null, point.validation[name] ?? null);
        frame.changed = true;
      }
      drawing.ask();
    },
    addFree(points) {
      let chart = free.get(script);
      if (!chart) {
        if (!make) return; // nothing draws
        chart = make.newFreeChart(several ? `of ${label(script)}, ` : "");
        free.set(script, chart);
        grid.append(chart.element);
        chart.start();
        showEmpty();
      }
      chart.add(points);
      drawing.ask();
    },
    broken() {
      for (const { script: whose, source, name, curve } of frames) {
        const of = brokenSeries(curve);
        if (whose !== script || !of) continue;
        // An infinity that a script sets itself, such as the best loss so far, is its own affair.
        if (source !== "fit" && !Number.isNaN(curve.latest[of])) continue;
        return `the ${of === "train" ? "" : "validation "}${label(name).toLowerCase()} has been ${curve.brokenText(of)}`;
      }
      return "";
    },
    dispose() {
      drawing.cancel();
      for (const frame of frames) frame.plot?.destroy();
      for (const chart of free.values()) chart.remove();
    },
  };
}

function brokenSeries(curve: Curve): Series | undefined {
  return SERIES.find((of) => curve.broken[of].length);
}

function newFrame(name: string, declared: boolean, beside = ""): Frame {
  const canvas = h("div", { class: "plot", role: "img", "aria-label": label(name) });
  const axis = h("span", { class: "muted" }, "by epoch");
  const broken = h("span", { class: "broken" });
  const values = { train: h("span", { class: "figure" }, "–"), validation: h("span", { class: "figure" }, "–") };
  const key = (of: Series) => h("span", { class: `key ${of}` }, h("i", { "aria-hidden": "true" }), h("span", {}, ""), values[of]);
  const keys = { train: key("train"), validation: key("validation") };
  const element = h(
    "figure",
    {},
    h("figcaption", {}, h("span", {}, h("strong", {}, label(name)), " ", axis, " ", broken), h("span", { class: "legend" }, keys.train, keys.validation)),
    canvas,
  );
  return { name, script: "", source: null, beside, element, canvas, axis, broken, keys, values, curve: new Curve(), epochs: 0, plot: null, changed: true, declared };
}

/** The values under the pointer, or the newest ones. */
function showAt(frame: Frame, index: number | null): void {
  const { train, validation, latest } = frame.curve;
  showValues(frame, index === null ? latest : { train: lastBefore(train, index), validation: lastBefore(validation, index) });
}

function showValues({ name, axis, broken, values, keys, canvas, curve, declared, source }: Frame, shown: Curve["latest"]): void {
  const text = (value: number | null) => (value === null ? "–" : metric(name, value));
  // What a script logs need not have two sides.
  const isPair = (declared && source !== "script") || curve.latest.validation !== null;
  setText(keys.train.children[1]!, isPair ? "training" : "");
  setText(keys.validation.children[1]!, "validation");
  keys.validation.hidden = !isPair;
  setText(values.train, text(shown.train));
  setText(values.validation, text(shown.validation));
  const said = isPair ? `training ${text(shown.train)}, validation ${text(shown.validation)}` : text(shown.train);
  const since = broken.textContent && `, ${broken.textContent}`;
  canvas.setAttribute("aria-label", `${label(name)} ${axis.textContent}: ${said}${since}`);
}

function lastBefore(values: readonly (number | null)[], index: number): number | null {
  for (let i = index; i >= 0; i--) if (values[i] != null) return values[i]!;
  return null;
}
