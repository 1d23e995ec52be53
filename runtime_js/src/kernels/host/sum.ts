/** Sums over typed arrays, for cpu and wasm: added as float64 numbers, which a float32 result cannot tell from the exact sum. */

import { product } from "../gather.js";

/** Sums, or means, of `x` over `axis`: one or more dimensions of `shape` that are neighbours. */
export function sumOver(result: Float32Array, x: Float32Array, shape: number[], axis: number[], mean: boolean): void {
  const size = product(axis.map((dimension) => shape[dimension]!));
  const columns = product(shape.slice(axis.at(-1)! + 1));
  const divisor = mean ? size : 1;
  if (columns === 1) rowSums(result, x, size, divisor);
  else columnSums(result, x, size, columns, divisor);
}

/** `result[column]` is the sum of the `rows` numbers that are `columns` apart, divided by `divisor`; then those of the next `rows`. */
function columnSums(result: Float32Array, x: Float32Array, rows: number, columns: number, divisor: number): void {
  const totals = new Float64Array(columns);
  for (let done = 0, at = 0; done < result.length; done += columns) {
    totals.fill(0);
    for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) totals[column]! += x[at++]!;
    for (let column = 0; column < columns; column++) result[done + column] = totals[column]! / divisor;
  }
}

/** `result[row]` is the sum of the `size` numbers from `row * size` on, divided by `divisor`. */
function rowSums(result: Float32Array, x: Float32Array, size: number, divisor: number): void {
  for (let row = 0, at = 0; row < result.length; row++) {
    // Four sums at once: an addition takes longer than the processor takes to begin the next one. Not in one array
    // pattern: V8 keeps what begins there as objects, and takes three times as long.
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    const end = at + size;
    for (const last = end - 3; at < last; at += 4) {
      a += x[at]!;
      b += x[at + 1]!;
      c += x[at + 2]!;
      d += x[at + 3]!;
    }
    for (; at < end; at++) a += x[at]!;
    result[row] = (a + b + (c + d)) / divisor;
  }
}
