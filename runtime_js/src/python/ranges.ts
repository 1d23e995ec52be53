/** Python's range. */

import { IndexError, ValueError } from "./exceptions.js";
import { sliceBounds } from "./slices.js";

export class Range {
  /** How many numbers it has. */
  readonly length: number;

  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {
    if (step === 0) throw new ValueError("range() arg 3 must not be zero");
    this.length = Math.max(Math.ceil((stop - start) / step), 0);
  }

  *[Symbol.iterator](): Generator<number> {
    for (let i = 0; i < this.length; i++) yield this.start + i * this.step;
  }

  *reversed(): Generator<number> {
    for (let i = this.length - 1; i >= 0; i--) yield this.start + i * this.step;
  }

  /** `range[index]` */
  item(index: number): number {
    const at = index < 0 ? index + this.length : index;
    if (at < 0 || at >= this.length) throw new IndexError("range object index out of range");
    return this.start + at * this.step;
  }

  /** `value in range` */
  has(value: number): boolean {
    const index = (value - this.start) / this.step;
    return Number.isInteger(index) && index >= 0 && index < this.length;
  }

  /** `range.index(value)` */
  index(value: number): number {
    if (!this.has(value)) throw new ValueError(`${value} is not in range`);
    return (value - this.start) / this.step + 0;
  }

  /** `range.count(value)` */
  count(value: number): number {
    return Number(this.has(value));
  }

  /** `range[start:stop:step]` */
  slice(start: number | null, stop: number | null, step: number | null): Range {
    const [first, end, stride] = sliceBounds(this.length, start, stop, step);
    return new Range(this.start + first * this.step, this.start + end * this.step, this.step * stride);
  }

  /** `repr(range)` */
  text(): string {
    return this.step === 1 ? `range(${this.start}, ${this.stop})` : `range(${this.start}, ${this.stop}, ${this.step})`;
  }
}

/** `range(stop)`, `range(start, stop)`, `range(start, stop, step)` */
export function range(startOrStop: number, stop?: number, step = 1): Range {
  return stop === undefined ? new Range(0, startOrStop, 1) : new Range(startOrStop, stop, step);
}
