/** What a kernel that loses NaN, or overflows, may not be given. */

import { MAGNITUDE } from "./bits.js";

/** Whether a number, of which `words` are the bits, is above 2**exponent in magnitude, or NaN, whose bits are above those of infinity, 2**128. */
export function exceeds(words: Int32Array, exponent: number): boolean {
  const most = (127 + exponent) << 23;
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
