/** What Keras's initializers draw: `bml/keras/draws.py` in the browser, where the definitions stand. */

import { words } from "./words.js";

export interface Draw {
  key: [seed: number, counter: number];
  name: string;
  minval?: number; // uniform
  maxval?: number;
  mean?: number; // normal, truncated_normal
  stddev?: number;
}

// Giles, "Approximating the erfinv function" (2010): the central part, the highest power first.
const erfinv = [
  2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087,
  -0.00125372503, -0.00417768164, 0.246640727, 1.50140941,
];
const erfOfRoot2 = 0.9544997361036416;

/** Multiples of 2^-24 in [0, 1). */
function unit(size: number, [seed, counter]: Draw["key"], site = 0): number[] {
  return Array.from(words(size, seed, site, counter), (word) => (word >>> 8) * 2 ** -24);
}

export function drawn(size: number, { key, name, minval = 0, maxval = 1, mean = 0, stddev = 1 }: Draw): Float32Array {
  const u = unit(size, key);
  if (name === "uniform") { // rounded as a backend rounds
    const low = Math.fround(minval);
    const scale = Math.fround(Math.fround(maxval) - low);
    return Float32Array.from(u, (x) => Math.fround(x * scale) + low);
  }
  if (name === "normal") {
    const v = unit(size, key, 0xffffffff);
    return Float32Array.from(u, (x, e) => mean + stddev * (Math.sqrt(-2 * Math.log(1 - x)) * Math.cos(2 * Math.PI * v[e]!)));
  }
  return Float32Array.from(u, (share) => {
    const x = (2 * share - 1) * erfOfRoot2;
    const w = -2.5 - Math.log((1 - x) * (1 + x));
    const z = erfinv.reduce((sum, coefficient) => sum * w + coefficient) * x * Math.SQRT2;
    return mean + stddev * Math.min(2, Math.max(-2, z));
  });
}
