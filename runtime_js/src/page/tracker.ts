/** Follows the events of one run: which epoch it is in, how far it is, and where on the charts a value belongs. */

import type { RunEvent } from "./contract.js";

export interface Point {
  x: number; // in epochs
  train: Record<string, number>;
  validation: Record<string, number>;
}

export class Tracker {
  epochs = 0; // 0 while unknown: a script may fit as often as it likes
  finished = 0; // epochs
  batch = 0;
  batches = 0;

  /** Takes an event; returns what it adds to the charts, if anything. */
  take(event: RunEvent): Point | null {
    if (event.type === "start") {
      this.epochs = this.finished ? 0 : event.epochs; // of a script that fits again, nobody knows how often
      this.batches = event.stepsPerEpoch;
    } else if (event.type === "batch") {
      this.batch = event.batch;
      this.batches = event.batches;
    } else if (event.type === "epoch") {
      this.finished += 1;
      this.batch = 0;
    }
    return event.type === "batch" || event.type === "epoch" ? { x: this.x, ...split(event.logs) } : null;
  }

  get x(): number {
    return this.finished + (this.batches ? Math.min(1, this.batch / this.batches) : 0);
  }

  /** Share of the whole run, or null while its length is unknown. */
  get share(): number | null {
    return this.epochs ? Math.min(1, this.x / this.epochs) : null;
  }

  get text(): string {
    const epoch = Math.min(this.finished + 1, this.epochs || Infinity);
    const place = `Epoch ${epoch}${this.epochs ? ` of ${this.epochs}` : ""}`;
    return this.batches ? `${place} · batch ${this.batch || (this.finished ? this.batches : 0)} of ${this.batches}` : place;
  }
}

/** `val_loss` is the validation's value of `loss`, as Keras names it. What is not a metric has no curve. */
function split(logs: Record<string, number>): Omit<Point, "x"> {
  const train: Record<string, number> = {}, validation: Record<string, number> = {};
  for (const [name, value] of Object.entries(logs)) {
    if (name === "epoch" || name === "batch" || name === "step") continue;
    if (name.startsWith("val_")) validation[name.slice(4)] = value;
    else train[name] = value;
  }
  return { train, validation };
}
