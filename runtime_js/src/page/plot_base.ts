/** What all charts share: uPlot in the theme's colours, at its container's width. */

import uPlot from "uplot";
import uPlotCss from "uplot/dist/uPlot.min.css" with { type: "text" };
import { adopt, h, styleSheet } from "./dom.js";

const HEIGHT = 220;
const FONT = "11px system-ui, sans-serif";

const sheet = styleSheet(uPlotCss);

export type Colours = (name: string) => string;

export interface Responsive {
  plot: uPlot;
  destroy(): void;
}

/** A chart that follows its container's width and the colour scheme; `options` are asked for with the theme's colours. */
export function responsive(container: HTMLElement, options: (colour: Colours) => Omit<uPlot.Options, "width" | "height">, data: uPlot.AlignedData): Responsive {
  adopt(container.getRootNode() as ShadowRoot, sheet);
  const plot = new uPlot(
    { width: container.clientWidth || 300, height: HEIGHT, legend: { show: false }, ...options(colours(container)) }, data, container,
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
    plot,
    destroy() {
      resize.disconnect();
      dark.removeEventListener("change", repaint);
      plot.destroy();
    },
  };
}

export function axis(colour: Colours, values: uPlot.Axis.Values, extra: uPlot.Axis): uPlot.Axis {
  return {
    stroke: () => colour("--muted"),
    grid: { stroke: () => colour("--border"), width: 1 },
    ticks: { show: false },
    font: FONT,
    values,
    ...extra,
  };
}

/** Steps between the ticks of values, as far as float32 goes (uPlot's own end at 1e32). */
export const valueSteps = Array.from({ length: 85 }, (_, i) => [1, 2, 2.5, 5].map((digit) => Number(`${digit}e${i - 45}`))).flat();

/** From 0, or from the next round number below what is negative. */
export function valueRange(low: number | null, high: number | null): [number, number] {
  if (low === null || low >= 0) return [0, niceTop(high)];
  return [-niceTop(-low), high! > 0 ? niceTop(high) : 0];
}

/** The next round number above: the axis of a falling loss stays where it began. */
function niceTop(high: number | null): number {
  if (!high || high <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(high));
  const top = power * ([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * power >= high) ?? 10);
  return Math.min(top, Number.MAX_VALUE / 4);
}

/** A theme colour as a canvas takes it: a custom property keeps its `light-dark()`, a computed colour has it resolved. */
function colours(container: HTMLElement): Colours {
  const probe = h("span", { class: "probe", "aria-hidden": "true" });
  container.append(probe);
  return (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
}
