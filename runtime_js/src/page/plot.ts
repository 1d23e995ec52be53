/** A chart drawn by uPlot, in the theme's colours and at its container's width. Imported when first needed. */

import uPlot from "uplot";
import uPlotCss from "uplot/dist/uPlot.min.css" with { type: "text" };
import type { Curve } from "./curve.js";
import { adopt, h, styleSheet } from "./dom.js";
import { isShare, tick } from "./format.js";

const HEIGHT = 220;
const FONT = "11px system-ui, sans-serif";

export interface Plot {
  draw(curve: Curve, epochs: number): void;
  destroy(): void;
}

/** `hover` hears the index under the pointer, or null when it left. */
export function newPlot(container: HTMLElement, metric: string, hover: (index: number | null) => void): Plot {
  adopt(container.getRootNode() as ShadowRoot, sheet);
  const colour = colours(container);
  let epochs = 0;

  const share = isShare(metric);
  const axis = (values: uPlot.Axis.Values, extra: uPlot.Axis = {}): uPlot.Axis => ({
    stroke: () => colour("--muted"),
    grid: { stroke: () => colour("--border"), width: 1 },
    ticks: { show: false },
    font: FONT,
    values,
    ...extra,
  });
  const plot = new uPlot(
    {
      width: container.clientWidth || 300,
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 7 } },
      scales: {
        x: { time: false, range: (_, low, high) => [0, epochs || Math.max(1, high ?? low ?? 1)] },
        y: { range: (_, low, high) => (share && (high ?? 0) <= 1 ? shareRange(low) : valueRange(low, high)) },
      },
      axes: [
        axis((_, splits) => splits.map(compact), { size: 28, space: 56, incrs }),
        axis((_, splits) => splits.map((value) => (share && splits.at(-1)! <= 1 ? `${+(100 * value).toFixed(1)}%` : tick(value))), { size: 48, space: 36 }),
      ],
      series: [
        {},
        { stroke: () => colour("--accent"), width: 2, points: { show: false }, spanGaps: true },
        {
          stroke: () => colour("--second"),
          width: 2,
          dash: [5, 4],
          spanGaps: true,
          points: { show: true, size: 7, width: 2, stroke: () => colour("--second"), fill: () => colour("--surface") },
        },
      ],
      hooks: { setCursor: [({ cursor }) => hover(cursor.left! < 0 ? null : (cursor.idx ?? null))] },
    },
    [[], [], []],
    container,
  );

  const resize = new ResizeObserver(() => {
    const width = container.clientWidth;
    if (width && width !== plot.width) plot.setSize({ width, height: HEIGHT });
  });
  resize.observe(container);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const repaint = () => plot.redraw(false);
  dark.addEventListener("change", repaint);

  return {
    draw(curve, total) {
      epochs = total;
      plot.setData([curve.x, curve.train, curve.validation]);
    },
    destroy() {
      resize.disconnect();
      dark.removeEventListener("change", repaint);
      plot.destroy();
    },
  };
}

const sheet = styleSheet(uPlotCss);

/** Whole steps along the axis: 1, 2, 5, 10, ... */
const incrs = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

/** 500, 20k, 1.5M */
function compact(value: number): string {
  return value < 1e4 ? String(value) : value < 1e6 ? `${value / 1e3}k` : `${value / 1e6}M`;
}

/** A theme colour as a canvas takes it: a custom property keeps its `light-dark()`, a computed colour has it resolved. */
function colours(container: HTMLElement): (name: string) => string {
  const probe = h("span", { class: "probe", "aria-hidden": "true" });
  container.append(probe);
  return (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
}

/** Accuracies end at 1; the start steps down by tens of percents, so that the axis seldom changes. */
function shareRange(low: number | null): [number, number] {
  return [Math.max(0, Math.min(0.9, Math.floor((low ?? 0) * 10) / 10)), 1];
}

/** From 0, or from the next round number below what is negative. */
function valueRange(low: number | null, high: number | null): [number, number] {
  if (low === null || low >= 0) return [0, niceTop(high)];
  return [-niceTop(-low), high! > 0 ? niceTop(high) : 0];
}

/** The next round number above: the axis of a falling loss stays where it began. */
function niceTop(high: number | null): number {
  if (!high || high <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(high));
  return power * ([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * power >= high) ?? 10);
}
