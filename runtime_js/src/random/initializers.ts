/**
 * First values of variables: a constant, or what initializers of Keras draw, in float64 and rounded once at the end but
 * for uniform numbers. The definitions stand in `bml/keras/draws.py`.
 */

import type { DType } from "../app/contract.js";
import { typedArray, type Numbers } from "../data/typed_array.js";
import { words } from "./words.js";

type Key = [seed: number, counter: number];

export type Initializer =
  | { name: "constant"; value: number }
  | { name: "uniform"; key: Key; minval: number; maxval: number }
  | Drawn;
export type Drawn = { name: "normal" | "truncated_normal" | "orthogonal"; key: Key; mean: number; stddev: number; width?: number }; // of orthogonal rows
export type Normals = (u: number[], initializer: Drawn) => Float32Array;

/** Multiples of 2^-24 in [0, 1). */
export function unit(size: number, [seed, counter]: Key, site = 0): number[] {
  return Array.from(words(size, seed, site, counter), (word) => (word >>> 8) * 2 ** -24);
}

/**
 * In the dtype of the variable: int32 holds more than float32 does. `normals`: of `normals.ts`, given where the program
 * has such variables.
 */
export function initialValues(shape: number[], dtype: DType, initializer: Initializer, normals?: Normals): Numbers {
  const values = typedArray(dtype, shape.reduce((a, b) => a * b, 1));
  if (initializer.name === "constant") return values.fill(initializer.value);
  values.set(drawn(values.length, initializer, normals));
  return values;
}

function drawn(size: number, initializer: Exclude<Initializer, { name: "constant" }>, normals?: Normals): Float32Array {
  const u = unit(size, initializer.key);
  if (initializer.name === "uniform") { // rounded as a backend rounds
    const low = Math.fround(initializer.minval);
    const scale = Math.fround(Math.fround(initializer.maxval) - low);
    return Float32Array.from(u, (x) => Math.fround(x * scale) + low);
  }
  return normals!(u, initializer);
}
