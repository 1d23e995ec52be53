/** Float32 numbers as the integers that their bits are: infinity is INFINITY, and only NaN is above it in magnitude. */

export const SIGN = 0x80000000 | 0;
export const MAGNITUDE = 0x7fffffff;
export const INFINITY = 0x7f800000;
export const ONE = 0x3f800000;

export function bits(x: Float32Array): Int32Array {
  return new Int32Array(x.buffer, x.byteOffset, x.length);
}
