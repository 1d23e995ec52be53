/**
 * Functions of one tensor over typed arrays, for cpu and wasm: NaN comes out where it goes in, as in TensorFlow.
 *
 * A loop for each, so that the engine compiles each for itself.
 */

import { INFINITY, MAGNITUDE, ONE, SIGN, bits } from "./bits.js";

type Loop<Attributes> = (y: Float32Array, x: Float32Array, attributes: Attributes) => void;

// The next three compute with bits: a processor guesses the way at a comparison wrong for half of the elements, and takes
// five times as long. `a >> 31` is all ones for a negative integer, and 0 for others.

/** `y` may be `x`. */
export const relu = (y: Float32Array, x: Float32Array): void => {
  const [to, from] = [bits(y), bits(x)];
  for (let i = 0; i < from.length; i++) {
    const value = from[i]!;
    const isNaN = (INFINITY - (value & MAGNITUDE)) >> 31;
    to[i] = value & (~(value >> 31) | isNaN);
  }
};

/** 1 above 0; `alpha` elsewhere, for NaN too. */
export const step: Loop<{ alpha: number }> = (y, x, { alpha }) => {
  const [to, from, [other]] = [bits(y), bits(x), bits(Float32Array.of(alpha))];
  for (let i = 0; i < from.length; i++) {
    const value = from[i]!;
    const isOther = ((value | (value - 1)) >> 31) | ((INFINITY - (value & MAGNITUDE)) >> 31);
    to[i] = (ONE & ~isOther) | (other! & isOther);
  }
};

export const sign: Loop<unknown> = (y, x) => {
  const [to, from] = [bits(y), bits(x)];
  for (let i = 0; i < from.length; i++) {
    const value = from[i]!;
    const magnitude = value & MAGNITUDE;
    const isZeroOrNaN = ((magnitude - 1) | (INFINITY - magnitude)) >> 31;
    to[i] = (value & (SIGN | isZeroOrNaN)) | (ONE & ~isZeroOrNaN);
  }
};

export const clip: Loop<{ clipValueMin: number; clipValueMax: number }> = (y, x, { clipValueMin, clipValueMax }) => {
  const [low, high] = [Math.fround(clipValueMin), Math.fround(clipValueMax)];
  for (let i = 0; i < x.length; i++) y[i] = Math.min(Math.max(x[i]!, low), high);
};

export const sin: Loop<unknown> = (y, x) => {
  for (let i = 0; i < x.length; i++) y[i] = Math.sin(x[i]!);
};

export const cos: Loop<unknown> = (y, x) => {
  for (let i = 0; i < x.length; i++) y[i] = Math.cos(x[i]!);
};

export const log1p: Loop<unknown> = (y, x) => {
  for (let i = 0; i < x.length; i++) y[i] = Math.log1p(x[i]!);
};
