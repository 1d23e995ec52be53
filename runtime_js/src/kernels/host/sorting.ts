/** ArgSort over typed arrays, for cpu and wasm. */

import { INFINITY, MAGNITUDE, bits } from "./bits.js";

/** Writes all of `places`, rows of `size` elements. */
export function argSort(places: Int32Array, x: Float32Array | Int32Array, size: number, descending: boolean): void {
  const keys = x instanceof Int32Array ? x : ordered(x);
  for (let row = 0; row < x.length; row += size) {
    const order = places.subarray(row, row + size);
    for (let i = 0; i < size; i++) order[i] = i;
    const values = keys.subarray(row, row + size);
    if (descending) order.sort((a, b) => values[b]! - values[a]! || a - b);
    else order.sort((a, b) => values[a]! - values[b]! || a - b);
  }
}

/** Ints in the order of floats: those below 0 have their other bits turned, -0 is 0, and NaN is the largest. */
function ordered(x: Float32Array): Int32Array {
  return bits(x).map((value) => {
    const magnitude = value & MAGNITUDE;
    if (magnitude > INFINITY) return MAGNITUDE;
    return value < 0 ? -magnitude : value;
  });
}
