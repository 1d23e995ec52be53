/** Philox 4x32-10 in bulk over a typed array, for cpu and wasm; `random/philox.ts` is the scalar reference. */

import type { WordPart } from "../random_words.js";

/**
 * Fills `out` with `part` of the words of key (seed, site) at `invocation`.
 *
 * 32 x 32 -> 64 bit products are put together from 16-bit halves, each sum truncated to int32, so that the engine keeps
 * everything in integer registers.
 */
export function fillRandomWords(out: Float32Array, seed: number, site: number, invocation: number, part: WordPart): void {
  const shift = part === "unit" ? 8 : part === "high16" ? 16 : 0;
  const mask = part === "low16" ? 0xffff : -1;
  const scale = part === "unit" ? 2 ** -24 : 1;
  const size = out.length;
  for (let start = 0; start < size; start += 4) {
    let c0 = start >>> 2;
    let c1 = 0;
    let c2 = invocation | 0;
    let c3 = 0;
    let key0 = seed | 0;
    let key1 = site | 0;
    for (let round = 0; round < 10; round++) {
      // c0 * 0xd2511f53
      let low = c0 & 0xffff;
      let high = c0 >>> 16;
      let middle = (Math.imul(high, 0x1f53) + (Math.imul(low, 0x1f53) >>> 16)) | 0;
      let carry = (Math.imul(low, 0xd251) + (middle & 0xffff)) | 0;
      const high0 = (Math.imul(high, 0xd251) + (middle >>> 16) + (carry >>> 16)) | 0;
      const low0 = Math.imul(c0, 0xd2511f53);
      // c2 * 0xcd9e8d57
      low = c2 & 0xffff;
      high = c2 >>> 16;
      middle = (Math.imul(high, 0x8d57) + (Math.imul(low, 0x8d57) >>> 16)) | 0;
      carry = (Math.imul(low, 0xcd9e) + (middle & 0xffff)) | 0;
      const high1 = (Math.imul(high, 0xcd9e) + (middle >>> 16) + (carry >>> 16)) | 0;
      const low1 = Math.imul(c2, 0xcd9e8d57);
      c0 = high1 ^ c1 ^ key0;
      c1 = low1;
      c2 = high0 ^ c3 ^ key1;
      c3 = low0;
      key0 = (key0 + 0x9e3779b9) | 0;
      key1 = (key1 + 0xbb67ae85) | 0;
    }
    // Beyond the end of a typed array, writes are dropped.
    out[start] = ((c0 >>> shift) & mask) * scale;
    out[start + 1] = ((c1 >>> shift) & mask) * scale;
    out[start + 2] = ((c2 >>> shift) & mask) * scale;
    out[start + 3] = ((c3 >>> shift) & mask) * scale;
  }
}
