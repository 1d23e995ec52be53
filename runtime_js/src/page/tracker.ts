/** Follows the events of one run: which epoch it is in, how far it is, and where on the charts a value belongs. */

import type { RunEvent } from "./contract.js";
import { COUNTS, type Point } from "./curve.js";
import { count } from "./format.js";

/** Before (ms), the pace of a loop is a guess. */
const SOON = 1000;

export class Tracker {
  epochs = 0; // 0 while unknown: a script may fit as often as it likes
  finished = 0; // epochs
  batch = 0;
  batches = 0;
  reports = 0; // what a script said by itself
  #done: { done: number; total: number; label?: string } | null = null; // by bml.progress
  #pace = { done: 0, at: 0, held: 0, pausedAt: 0 }; // since the first of it; times in ms, without pauses
  #left = NaN; // ms, of a fit

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Takes an event; returns what it adds to the charts, if anything. */
  take(event: RunEvent): Point | null {
    switch (event.type) {
      case "start":
        this.epochs = this.finished ? 0 : event.epochs; // of a script that fits again, nobody knows how often
        this.batches = event.stepsPerEpoch;
        return null;
      case "batch":
        this.batch = event.batch;
        this.batches = event.batches;
        this.#left = event.remaining;
        return { x: this.x, axis: "epoch", source: "fit", fit: true, ...split(event.logs) };
      case "epoch":
        this.finished += 1;
        this.batch = 0;
        return { x: this.x, axis: "epoch", source: "fit", fit: true, ...split(event.logs) };
      case "log":
      case "plot":
        this.reports += 1;
        if (event.type === "plot" && "x" in event.logs) return null; // free_chart.ts has it
        return { ...this.#place(event.logs), source: "script", ...split(event.logs) };
      case "progress":
        this.reports += 1;
        if (!this.#done || event.done < this.#done.done) this.#pace = { done: event.done, at: this.now(), held: 0, pausedAt: 0 };
        this.#done = event;
        return null;
      case "paused":
        this.#pace.pausedAt = this.now();
        return null;
      case "resumed":
        this.#pace.held += this.now() - this.#pace.pausedAt;
        return null;
      default:
        return null;
    }
  }

  /** Where a report says, else beside a fit where that is. */
  #place(logs: Record<string, unknown>): Pick<Point, "x" | "axis" | "fit"> {
    const axis = COUNTS.find((name) => typeof logs[name] === "number");
    if (axis) return { x: logs[axis] as number, axis, fit: false };
    return this.x ? { x: this.x, axis: "epoch", fit: false } : { x: null, axis: "report", fit: false };
  }

  get x(): number {
    return this.finished + (this.batches ? Math.min(1, this.batch / this.batches) : 0);
  }

  /** Share of the whole run, or null while its length is unknown. */
  get share(): number | null {
    if (this.#done) return this.#done.total > 0 ? Math.min(1, Math.max(0, this.#done.done / this.#done.total)) : null;
    return this.epochs ? Math.min(1, this.x / this.epochs) : null;
  }

  /** Milliseconds to the end of the run; NaN while nobody can tell. */
  get remaining(): number {
    if (!this.#done) return this.epochs ? this.#left : NaN;
    const { done, at, held } = this.#pace;
    const took = this.now() - at - held, steps = this.#done.done - done;
    return steps > 0 && took >= SOON ? ((this.#done.total - this.#done.done) * took) / steps : NaN;
  }

  get text(): string {
    if (this.#done) {
      const { done, total, label } = this.#done;
      return `${label ? `${label} · ` : ""}${count(done)} of ${count(total)}`;
    }
    if (!this.batches) return "Running"; // nothing was fitted yet
    const epoch = Math.min(this.finished + 1, this.epochs || Infinity);
    const batch = this.batch || (this.finished ? this.batches : 0);
    return `Epoch ${epoch}${this.epochs ? ` of ${this.epochs}` : ""} · batch ${batch} of ${this.batches}`;
  }
}

/** `val_loss` is the validation's value of `loss`, as Keras names it. What is not a metric has no curve. */
function split(logs: Record<string, unknown>): Pick<Point, "train" | "validation"> {
  const train: Record<string, number> = {}, validation: Record<string, number> = {};
  for (const [name, value] of Object.entries(logs)) {
    if (typeof value !== "number" || name === "batch" || (COUNTS as readonly string[]).includes(name)) continue;
    if (name.startsWith("val_")) validation[name.slice(4)] = value;
    else train[name] = value;
  }
  return { train, validation };
}
