/** The larger or smaller of two numbers, and where the largest is, over typed arrays, for cpu and wasm. */

import { bits } from "./bits.js";

/** `result[i]` is the larger (or smaller) of `a[i % a.length]` and `b[i % b.length]`, NaN if one of them is. */
export function extremes(result: Float32Array, a: Float32Array, b: Float32Array, largest: boolean): void {
  const [to, wordsA, wordsB] = [bits(result), bits(a), bits(b)];
  const [sizeA, sizeB] = [a.length, b.length];
  for (let i = 0, j = 0, k = 0; i < to.length; i++, j++, k++) {
    if (j === sizeA) j = 0;
    if (k === sizeB) k = 0;
    const x = a[j]!;
    const y = b[k]!;
    // Chosen with bits, all ones for x: a processor guesses the way at a comparison wrong for half of the elements.
    const first = -Number(largest ? x > y : x < y) | -Number(x !== x);
    to[i] = (wordsA[j]! & first) | (wordsB[k]! & ~first);
  }
}

/** The first position of the largest (or smallest) number in each run of `size`; NaN is passed over, as in TensorFlow. */
export function positions(result: Int32Array, x: Float32Array, size: number, largest: boolean): void {
  for (let row = 0, at = 0; row < result.length; row++, at += size) {
    let best = largest ? -Infinity : Infinity;
    let found = 0;
    for (let i = 0; i < size; i++) {
      const value = x[at + i]!;
      if (largest ? value > best : value < best) {
        best = value;
        found = i;
      }
    }
    result[row] = found;
  }
}
