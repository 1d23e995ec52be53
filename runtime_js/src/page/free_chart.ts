/**
 * A chart of curves that have an x of their own: `bml.plot(x=..., line=...)`. They share one chart, each drawn in the
 * order in which its points came, as a line or as dots. A list is the whole curve and replaces the one before; a number
 * is one more point. uPlot draws the axes, and this module what lies on them, since its series need one growing x.
 */

import type uPlot from "uplot";
import { h, setText } from "./dom.js";
import { label, tick } from "./format.js";
import { axis, responsive, valueSteps, type Colours, type Responsive } from "./plot_base.js";

/** What one `bml.plot` with an x says. */
export type FreePoints = Record<string, unknown>;

export interface FreeChart {
  element: HTMLElement;
  /** Once it is in the document. */
  start(): void;
  add(points: FreePoints): void;
  draw(): void;
  /** Another run begins: its first points begin their curves anew. */
  goOn(): void;
  remove(): void;
}

const CURVES = 6;
/** Points of a curve; of more, every other one is left out. */
const POINTS = 5000;
/** A curve's colour is one of these: `.c0` to `.c5` in styles_panels.ts. */
const COLOURS = ["--accent", "--second", "--third", "--fourth", "--muted", "--bad"];

interface FreeCurve {
  x: number[];
  y: number[];
  hasDots: boolean;
  isOld: boolean; // of the run before
}

export function newFreeChart(beside: string): FreeChart {
  const curves = new Map<string, FreeCurve>();
  const canvas = h("div", { class: "plot", role: "img" });
  const legend = h("span", { class: "legend" });
  const caption = h("figcaption", {}, h("span", {}, h("strong", {}, "Plot"), " ", h("span", { class: "muted" }, `${beside}by x`)), legend);
  const element = h("figure", {}, caption, canvas);
  let responding: Responsive | null = null;
  let colour: Colours = () => "";
  let changed = false;

  function curveOf(name: string): FreeCurve | null {
    let curve = curves.get(name);
    if (!curve) {
      if (curves.size >= CURVES) return null;
      curve = { x: [], y: [], hasDots: false, isOld: false };
      legend.append(h("span", { class: `key c${curves.size}` }, h("i", { "aria-hidden": "true" }), h("span", {}, label(name))));
      curves.set(name, curve);
    }
    return curve;
  }

  function paint(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const scale = devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    [...curves.values()].forEach(({ x, y, hasDots }, i) => {
      ctx.strokeStyle = ctx.fillStyle = colour(COLOURS[i]!);
      ctx.lineWidth = 2 * scale;
      const at = (k: number): [number, number] => [plot.valToPos(x[k]!, "x", true), plot.valToPos(y[k]!, "y", true)];
      ctx.beginPath();
      let isDown = false; // what is not finite leaves a gap
      for (let k = 0; k < x.length; k++) {
        if (!isPoint(x[k]!, y[k]!)) { isDown = false; continue; }
        const [px, py] = at(k);
        if (hasDots || x.length === 1) {
          ctx.moveTo(px, py);
          ctx.arc(px, py, 3 * scale, 0, 2 * Math.PI);
        } else if (isDown) ctx.lineTo(px, py);
        else ctx.moveTo(px, py);
        isDown = true;
      }
      if (hasDots || x.length === 1) ctx.fill();
      else ctx.stroke();
    });
    ctx.restore();
  }

  return {
    element,
    start() {
      responding = responsive(canvas, (theme) => {
        colour = theme;
        const ticks = (_: uPlot, splits: number[]) => splits.map(tick);
        return {
          cursor: { show: false },
          scales: { x: { time: false, range: (_, low, high) => around(low, high) }, y: { range: (_, low, high) => around(low, high) } },
          axes: [axis(colour, ticks, { size: 28, space: 56, incrs: valueSteps }), axis(colour, ticks, { size: 48, space: 36, incrs: valueSteps })],
          series: [{}, { show: true, paths: () => null, points: { show: false } }],
          hooks: { draw: [paint] },
        };
      }, [[], []]);
    },
    add({ x, style, ...values }) {
      for (const [name, y] of Object.entries(values)) {
        const isWhole = Array.isArray(x) && Array.isArray(y);
        if (!isWhole && (typeof x !== "number" || typeof y !== "number")) continue; // a word for the reader of events
        const curve = curveOf(name);
        if (!curve) continue;
        curve.hasDots = style === "dots";
        if (isWhole || curve.isOld) curve.x = curve.y = [];
        curve.isOld = false;
        curve.x = curve.x.concat(x as number | number[]);
        curve.y = curve.y.concat(y as number | number[]);
        while (curve.x.length > POINTS) [curve.x, curve.y] = [curve.x.filter(isEven), curve.y.filter(isEven)];
        changed = true;
      }
    },
    draw() {
      if (!changed) return;
      changed = false;
      const points = [...curves.values()].flatMap(({ x, y }) => x.map((value, i) => [value, y[i]!] as const)).filter(([x, y]) => isPoint(x, y));
      const ends = (of: 0 | 1): [number, number] => points.reduce<[number, number]>(([low, high], point) => [Math.min(low, point[of]), Math.max(high, point[of])], [Infinity, -Infinity]);
      responding?.plot.setData(points.length ? [[...ends(0)], [...ends(1)]] : [[], []]);
      const said = [...curves].map(([name, { x }]) => `${label(name)}, ${x.length} point${x.length === 1 ? "" : "s"}`);
      canvas.setAttribute("aria-label", `Plot ${beside}by x: ${said.join("; ")}`);
      setText(caption.querySelector("strong")!, [...curves.keys()].map(label).join(", "));
    },
    goOn() {
      for (const curve of curves.values()) curve.isOld = true;
    },
    remove() {
      responding?.destroy();
      element.remove();
    },
  };
}

function isEven(_: number, i: number): boolean {
  return i % 2 === 0;
}

function isPoint(x: number, y: number): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/** A little more than from the least to the largest. */
function around(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const edge = (high - low) * 0.05 || Math.abs(high) * 0.5 || 1;
  return [low - edge, high + edge];
}
