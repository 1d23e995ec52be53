import { words } from "./words.js";

/** The order of a shuffle: 0 .. n-1, sorted stably by the random word of each. */
export function permutation(n: number, seed: number, site: number, invocation: number): Uint32Array {
  const keys = words(n, seed, site, invocation);
  let order = Uint32Array.from(keys.keys());
  let sorted = new Uint32Array(n);
  const next = new Uint32Array(1 << 16);
  // Radix sort, the low 16 bits first: stable and linear, and the same in Python (a stable argsort).
  for (const shift of [0, 16]) {
    next.fill(0);
    for (const key of keys) next[(key >>> shift) & 0xffff]!++;
    let start = 0;
    for (let digit = 0; digit < next.length; digit++) {
      const count = next[digit]!;
      next[digit] = start;
      start += count;
    }
    for (const index of order) sorted[next[(keys[index]! >>> shift) & 0xffff]!++] = index;
    [order, sorted] = [sorted, order];
  }
  return order;
}
