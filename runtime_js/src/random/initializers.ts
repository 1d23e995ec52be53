/**
 * First values of variables: a constant, or what initializers of Keras draw, in float64 and rounded once at the end but
 * for uniform numbers. The definitions stand in `bml/keras/draws.py`.
 */

import { words } from "./words.js";

type Key = [seed: number, counter: number];

export type Initializer =
  | { name: "constant"; value: number }
  | { name: "uniform"; key: Key; minval: number; maxval: number }
  | { name: "normal" | "truncated_normal"; key: Key; mean: number; stddev: number };

// Giles, "Approximating the erfinv function" (2010): the central part, the highest power first.
const erfinv = [
  2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087,
  -0.00125372503, -0.00417768164, 0.246640727, 1.50140941,
];
const erfOfRoot2 = 0.9544997361036416;

/** Multiples of 2^-24 in [0, 1). */
function unit(size: number, [seed, counter]: Key, site = 0): number[] {
  return Array.from(words(size, seed, site, counter), (word) => (word >>> 8) * 2 ** -24);
}

export function initialValues(shape: number[], initializer: Initializer): Float32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  if (initializer.name === "constant") return new Float32Array(size).fill(initializer.value);
  const u = unit(size, initializer.key);
  if (initializer.name === "uniform") { // rounded as a backend rounds
    const low = Math.fround(initializer.minval);
    const scale = Math.fround(Math.fround(initializer.maxval) - low);
    return Float32Array.from(u, (x) => Math.fround(x * scale) + low);
  }
  const { name, key, mean, stddev } = initializer;
  if (name === "normal") { // Box and Muller
    const v = unit(size, key, 0xffffffff);
    return Float32Array.from(u, (x, e) => mean + stddev * Math.sqrt(-2 * Math.log(1 - x)) * Math.cos(2 * Math.PI * v[e]!));
  }
  return Float32Array.from(u, (share) => { // the inverse of the distribution
    const x = (2 * share - 1) * erfOfRoot2;
    const w = -2.5 - Math.log((1 - x) * (1 + x));
    const z = erfinv.reduce((sum, coefficient) => sum * w + coefficient) * x * Math.SQRT2;
    return mean + stddev * Math.min(2, Math.max(-2, z));
  });
}
