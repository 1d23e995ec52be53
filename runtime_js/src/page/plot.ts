/** A metric's chart, drawn by uPlot. Imported, with the other kind (free_chart.ts), when first needed. */

import uPlot from "uplot";
import type { Curve } from "./curve.js";
import { decimal, isShare, tick } from "./format.js";
import { axis, responsive, valueRange, valueSteps, type Colours } from "./plot_base.js";

export { newFreeChart } from "./free_chart.js";

export interface Plot {
  draw(curve: Curve, epochs: number): void;
  destroy(): void;
}

/** `hover` hears the index under the pointer, or null when it left. */
export function newPlot(container: HTMLElement, metric: string, hover: (index: number | null) => void): Plot {
  let epochs = 0;
  let drawn: Curve | null = null;
  const share = isShare(metric);

  function options(colour: Colours): Omit<uPlot.Options, "width" | "height"> {
    const line = (name: string, series: "train" | "validation"): uPlot.Series => ({
      stroke: () => colour(name),
      width: 2,
      points: {
        show: () => series === "validation" || isAlone(drawn?.train ?? []), // a line has two ends
        size: 7, width: 2, stroke: () => colour(name), fill: () => colour("--surface"),
      },
    });
    return {
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 7 } },
      scales: {
        x: { time: false, range: (_, low, high) => [0, epochs || Math.max(1, high ?? low ?? 1)] },
        y: { range: (_, low, high) => (share && (high ?? 0) <= 1 ? shareRange(low) : valueRange(low, high)) },
      },
      axes: [
        axis(colour, (_, splits) => splits.map(compactCount), { size: 28, space: 56, incrs }),
        axis(colour, (_, splits) => splits.map((value) => (share && splits.at(-1)! <= 1 ? `${+(100 * value).toFixed(1)}%` : tick(value))), { size: 48, space: 36, incrs: valueSteps }),
      ],
      series: [{}, line("--accent", "train"), { ...line("--second", "validation"), dash: [5, 4] }],
      hooks: {
        setCursor: [({ cursor }) => hover(cursor.left! < 0 ? null : (cursor.idx ?? null))],
        draw: [(plot) => { if (drawn) markBroken(plot, drawn, colour("--bad")); }],
      },
    };
  }

  const { plot, destroy } = responsive(container, options, [[], [], []]);
  return {
    draw(curve, total) {
      epochs = total;
      drawn = curve;
      plot.setData([curve.x, curve.train.map(drawable), curve.validation.map(drawable)]);
    },
    destroy,
  };
}

/** As uPlot has it: null is a gap, undefined what another series has a value beside. */
function drawable(value: number | null): number | null | undefined {
  return value === null ? undefined : Number.isFinite(value) ? value : null;
}

function isAlone(values: readonly (number | null)[]): boolean {
  return values.filter((value) => value !== null && Number.isFinite(value)).length === 1;
}

/** A line, with the word, where values began to be NaN or infinite. */
function markBroken(plot: uPlot, curve: Curve, colour: string): void {
  const broken = curve.broken.train[0] ?? curve.broken.validation[0];
  if (!broken) return;
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(curve.brokenX(broken), "x", true));
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = 2 * scale;
  ctx.setLineDash([3 * scale, 3 * scale]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = `600 ${12 * scale}px system-ui, sans-serif`;
  ctx.textBaseline = "top";
  const toTheLeft = x > bbox.left + bbox.width / 2;
  ctx.textAlign = toTheLeft ? "right" : "left";
  ctx.fillText(decimal(broken.value), x + (toTheLeft ? -5 : 5) * scale, bbox.top + 4 * scale);
  ctx.restore();
}

/** Whole steps along the axis: 1, 2, 5, 10, ... */
const incrs = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

/** 500, 20k, 1.5M */
function compactCount(value: number): string {
  return value < 1e4 ? String(value) : value < 1e6 ? `${value / 1e3}k` : `${value / 1e6}M`;
}

/** Accuracies end at 1; the start steps down by tens of percents, so that the axis seldom changes. */
function shareRange(low: number | null): [number, number] {
  return [Math.max(0, Math.min(0.9, Math.floor((low ?? 0) * 10) / 10)), 1];
}
