/** Functions of two tensors over typed arrays, for cpu and wasm; the smaller one repeats along leading dimensions. */

type Values = Float32Array | Int32Array;

/** Writes all of `y`. */
export type BinaryLoop = (y: Values, a: Values, b: Values) => void;

/** 0 for a divisor of 0. */
export const floorDivide: BinaryLoop = (y, a, b) => {
  for (let i = 0; i < y.length; i++) y[i] = Math.floor(a[i % a.length]! / b[i % b.length]!);
};

/** With the sign of the divisor; of ints 0 for a divisor of 0. */
export const mod: BinaryLoop = (y, a, b) => {
  for (let i = 0; i < y.length; i++) {
    const divisor = b[i % b.length]!;
    const rest = a[i % a.length]! % divisor;
    y[i] = rest && rest < 0 !== divisor < 0 ? rest + divisor : rest;
  }
};
