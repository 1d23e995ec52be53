/** Follows the events of one run: which epoch it is in, how far it is, and where on the charts a value belongs. */

import type { RunEvent } from "./contract.js";
import type { Point } from "./curve.js";
import { count } from "./format.js";

export class Tracker {
  epochs = 0; // 0 while unknown: a script may fit as often as it likes
  finished = 0; // epochs
  batch = 0;
  batches = 0;
  reports = 0; // what a script said by itself
  #done: { done: number; total: number } | null = null; // by bml.progress

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
        return { x: this.x, axis: "epoch", fit: true, ...split(event.logs) };
      case "epoch":
        this.finished += 1;
        this.batch = 0;
        return { x: this.x, axis: "epoch", fit: true, ...split(event.logs) };
      case "log":
      case "plot":
        this.reports += 1;
        return { ...this.#place(event.logs), ...split(event.logs) };
      case "progress":
        this.reports += 1;
        this.#done = event;
        return null;
      default:
        return null;
    }
  }

  /** Beside a fit, a report lies where the fit is, unless it says where. */
  #place({ step, epoch }: Record<string, unknown>): Omit<Point, "train" | "validation"> {
    if (typeof step === "number") return { x: step, axis: "step", fit: false };
    if (this.x) return { x: this.x, axis: "epoch", fit: true };
    return typeof epoch === "number" ? { x: epoch, axis: "epoch", fit: false } : { x: null, axis: "report", fit: false };
  }

  get x(): number {
    return this.finished + (this.batches ? Math.min(1, this.batch / this.batches) : 0);
  }

  /** Share of the whole run, or null while its length is unknown. */
  get share(): number | null {
    if (this.#done) return this.#done.total > 0 ? Math.min(1, Math.max(0, this.#done.done / this.#done.total)) : null;
    return this.epochs ? Math.min(1, this.x / this.epochs) : null;
  }

  get text(): string {
    if (this.#done) return `${count(this.#done.done)} of ${count(this.#done.total)}`;
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
    if (typeof value !== "number" || name === "epoch" || name === "batch" || name === "step") continue;
    if (name.startsWith("val_")) validation[name.slice(4)] = value;
    else train[name] = value;
  }
  return { train, validation };
}
