/**
 * Functions of one tensor over typed arrays, for cpu and wasm: NaN comes out where it goes in, as in TensorFlow.
 *
 * A loop for each, so that the engine compiles each for itself.
 */

type Loop<Attributes> = (y: Float32Array, x: Float32Array, attributes: Attributes) => void;

export const relu: Loop<unknown> = (y, x) => {
  // Not by a comparison, which a processor guesses wrong for half of the elements.
  for (let i = 0; i < x.length; i++) y[i] = Math.max(x[i]!, 0);
};

export const clip: Loop<{ clipValueMin: number; clipValueMax: number }> = (y, x, { clipValueMin, clipValueMax }) => {
  const [low, high] = [Math.fround(clipValueMin), Math.fround(clipValueMax)];
  for (let i = 0; i < x.length; i++) y[i] = Math.min(Math.max(x[i]!, low), high);
};

/** 1 above 0; `alpha` elsewhere, for NaN too. */
export const step: Loop<{ alpha: number }> = (y, x, { alpha }) => {
  for (let i = 0; i < x.length; i++) y[i] = x[i]! > 0 ? 1 : alpha;
};

export const sign: Loop<unknown> = (y, x) => {
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    y[i] = value > 0 ? 1 : value < 0 ? -1 : value;
  }
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
