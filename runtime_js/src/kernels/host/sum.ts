/** Sums over typed arrays, for cpu and wasm: added as float64 numbers, which a float32 result cannot tell from the exact sum. */

/** `result[row]` is the sum of the `size` numbers from `row * size` on, divided by `divisor`. */
export function sums(result: Float32Array, x: Float32Array, size: number, divisor: number): void {
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
