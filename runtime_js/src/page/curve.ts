/**
 * The points of one chart. They lie over epochs or steps where a run says so, and over the count of its reports where it
 * does not, or where what it says does not grow: `bml.log(epoch=epoch, loss=loss)` at every step, for one.
 */

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

type Value = number | null;

export class Curve {
  x: number[] = [];
  train: Value[] = [];
  validation: Value[] = [];
  axis: Axis = "epoch";
  fit = false;
  /** The newest values, which need not have a row. */
  latest: { train: Value; validation: Value } = { train: null, validation: null };
  #reports: number[] = []; // the number of each row's report, from 1
  #count = 0;
  #stride = 1;

  add(point: Point, train: Value, validation: Value): void {
    this.#count += 1;
    this.latest = { train: train ?? this.latest.train, validation: validation ?? this.latest.validation };
    this.fit = point.fit;
    if (point.x === null) this.#countReports();
    else if (this.axis !== "report" || !this.x.length) this.axis = point.axis;
    const last = this.x.length - 1;
    const behind = this.axis === "report" || !this.x.length ? 1 : point.x! - this.x[last]!;
    if (behind === 0 && (point.fit || this.#fits(last, train, validation))) {
      this.train[last] = train ?? this.train[last]!;
      this.validation[last] = validation ?? this.validation[last]!;
      return;
    }
    if (!(behind > 0)) this.#countReports();
    if (this.#count % this.#stride && validation === null) return;
    this.x.push(this.axis === "report" ? this.#count : point.x!);
    this.train.push(train);
    this.validation.push(validation);
    this.#reports.push(this.#count);
    if (this.x.length > ROWS) this.#thin();
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
