/**
 * First values of variables: a constant, or what initializers of Keras draw, in float64 and rounded once at the end but
 * for uniform numbers. The definitions stand in `bml/keras/draws.py`.
 */

import { words } from "./words.js";

type Key = [seed: number, counter: number];

export type Initializer =
  | { name: "constant"; value: number }
  | { name: "uniform"; key: Key; minval: number; maxval: number }
  | Drawn;
export type Drawn = { name: "normal" | "truncated_normal"; key: Key; mean: number; stddev: number };
export type Normals = (u: number[], initializer: Drawn) => Float32Array;

/** Multiples of 2^-24 in [0, 1). */
export function unit(size: number, [seed, counter]: Key, site = 0): number[] {
  return Array.from(words(size, seed, site, counter), (word) => (word >>> 8) * 2 ** -24);
}

/** `normals`: of `normals.ts`, given where the program has such variables. */
export function initialValues(shape: number[], initializer: Initializer, normals?: Normals): Float32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  if (initializer.name === "constant") return new Float32Array(size).fill(initializer.value);
  const u = unit(size, initializer.key);
  if (initializer.name === "uniform") { // rounded as a backend rounds
    const low = Math.fround(initializer.minval);
    const scale = Math.fround(Math.fround(initializer.maxval) - low);
    return Float32Array.from(u, (x) => Math.fround(x * scale) + low);
  }
  return normals!(u, initializer);
}
