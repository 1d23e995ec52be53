/** What a kernel that loses NaN, or overflows, may not be given. */

import { MAGNITUDE, bits } from "./bits.js";

/** Whether one of `x` is above `limit` in magnitude, or NaN, whose bits are above those of infinity. */
export function exceeds(x: Float32Array, limit: number): boolean {
  const words = bits(x);
  const most = bits(Float32Array.of(limit))[0]!;
  // The signs of what is missing to the limit, of all at once: without a branch, which would take longer than the rest.
  // Not in one array pattern: V8 keeps what begins there as objects, and takes twice as long.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (const last = words.length - 3; i < last; i += 4) {
    a |= most - (words[i]! & MAGNITUDE);
    b |= most - (words[i + 1]! & MAGNITUDE);
    c |= most - (words[i + 2]! & MAGNITUDE);
    d |= most - (words[i + 3]! & MAGNITUDE);
  }
  for (; i < words.length; i++) a |= most - (words[i]! & MAGNITUDE);
  return (a | b | c | d) < 0;
}
