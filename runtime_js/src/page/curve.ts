/**
 * The points of one chart. They lie over epochs or steps where a run says so, and over the count of its reports where it
 * does not, or where what it says does not grow: `bml.log(epoch=epoch, loss=loss)` at every step, for one.
 */

import { count, decimal } from "./format.js";

/** What a run counts its progress by, the finest first; "report" where it says nothing. */
export const COUNTS = ["step", "iteration", "episode", "epoch"] as const;
export type Axis = (typeof COUNTS)[number] | "report";

export interface Point {
  x: number | null; // null: the count of reports
  axis: Axis;
  source: "fit" | "script";
  fit: boolean; // where model.fit is, whose last batch and end of an epoch are one place
  train: Record<string, number>;
  validation: Record<string, number>;
}

/** Rows on a chart; beyond, every other one is left out. */
const ROWS = 2000;

/** NaN and infinities are values too: the chart has a gap there. null: this point has none. */
type Value = number | null;

export const SERIES = ["train", "validation"] as const;
export type Series = (typeof SERIES)[number];

/** A value that is NaN or infinite, and where it came first. */
export interface Broken {
  value: number;
  x: number;
  count: number; // of reports
}

export class Curve {
  x: number[] = [];
  train: Value[] = [];
  validation: Value[] = [];
  axis: Axis = "epoch";
  fit = false;
  /** The newest values, which need not have a row. */
  latest: Record<Series, Value> = { train: null, validation: null };
  /** Since the last finite value: the first one, and what it has become. */
  readonly broken: Record<Series, Broken[]> = { train: [], validation: [] };
  /** Where the run at work began: a run counts from its own beginning. */
  offset = 0;
  #isNewRun = false;
  #newest = -Infinity; // x of the newest point, which need not have a row
  #gap = 1; // between the newest two
  #reports: number[] = []; // the number of each row's report, from 1
  #count = 0;
  #stride = 1;

  /** Another run goes on where the one before ended. */
  goOn(): void {
    this.#isNewRun = this.#count > 0;
  }

  add(point: Point, train: Value, validation: Value): void {
    this.#count += 1;
    this.latest = { train: train ?? this.latest.train, validation: validation ?? this.latest.validation };
    this.fit = point.fit;
    if (point.x === null) this.#countReports();
    else if (this.axis !== "report" || !this.x.length) this.axis = point.axis;
    const x = this.#place(point);
    this.#watch("train", train, x);
    this.#watch("validation", validation, x);
    const last = this.x.length - 1;
    const behind = this.axis === "report" || !this.x.length ? 1 : x - this.x[last]!;
    if (behind === 0 && (point.fit || this.#fits(last, train, validation))) {
      this.train[last] = train ?? this.train[last]!;
      this.validation[last] = validation ?? this.validation[last]!;
      return;
    }
    if (!(behind > 0)) this.#countReports();
    if (this.#count % this.#stride && validation === null) return;
    this.x.push(this.axis === "report" ? this.#count : x);
    this.train.push(train);
    this.validation.push(validation);
    this.#reports.push(this.#count);
    if (this.x.length > ROWS) this.#thin();
  }

  /** "NaN since epoch 37"; "inf since epoch 37, NaN since epoch 40". Empty where the newest value is finite. */
  brokenText(of: Series): string {
    const texts = this.broken[of].map((broken) => [decimal(broken.value), count(Math.ceil(this.brokenX(broken)))] as const);
    const told = texts.filter(([, place], i) => place !== texts[i + 1]?.[1]); // of one epoch, what came of it
    return told.map(([value, place]) => `${value} since ${this.axis} ${place}`).join(", ");
  }

  brokenX({ x, count: reports }: Broken): number {
    return this.axis === "report" ? reports : x;
  }

  /** A point's x with the runs before; of a script that counts on, as it is. */
  #place({ x, fit }: Point): number {
    if (x === null) return this.#count;
    if (this.#isNewRun) {
      this.#isNewRun = false;
      this.offset = fit ? this.#newest : x > this.#newest ? 0 : this.#newest + this.#gap - x;
    }
    const place = x + this.offset;
    if (place > this.#newest && this.#newest > -Infinity) this.#gap = place - this.#newest;
    return (this.#newest = place);
  }

  #watch(of: Series, value: Value, x: number): void {
    if (value === null) return;
    const [first] = this.broken[of];
    if (Number.isFinite(value)) this.broken[of] = [];
    else if (!first || Object.is(first.value, value)) this.broken[of] = [first ?? { value, x, count: this.#count }];
    else if (!Object.is(this.broken[of].at(-1)!.value, value)) this.broken[of] = [first, { value, x, count: this.#count }];
  }

  /** Whether a row lacks what a point at the same place has. */
  #fits(row: number, train: Value, validation: Value): boolean {
    return (train === null || this.train[row] === null) && (validation === null || this.validation[row] === null);
  }

  #countReports(): void {
    if (this.axis === "report") return;
    this.axis = "report";
    this.x = [...this.#reports];
  }

  /** Every other row; those of the validation, which are few, stay. */
  #thin(): void {
    const kept = [...this.x.keys()].filter((row) => row % 2 === 0 || this.validation[row] !== null);
    const keep = <T>(values: T[]): T[] => kept.map((row) => values[row]!);
    [this.x, this.#reports] = [keep(this.x), keep(this.#reports)];
    [this.train, this.validation] = [keep(this.train), keep(this.validation)];
    this.#stride *= 2;
  }
}
