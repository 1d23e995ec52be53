/** Products of vectors and matrices. */

import { ValueError } from "../python/exceptions.js";
import { times } from "./arithmetic.js";
import { broadcastTo, commonShape, flat, made, NDArray, promoted, scalarOr, shapeText, stored, type Value } from "./array.js";
import { npSetItem } from "./indexing.js";
import { npExpandDims, npSwapaxes } from "./shapes.js";

/** `a @ b`: matrices in the last two axes, vectors of one; the axes before are broadcast. */
export function npMatmul(a: NDArray, b: NDArray): Value {
  const dtype = promoted(a.dtype, b.dtype);
  const left = a.ndim === 1 ? npExpandDims(a, 0) : a;
  const right = b.ndim === 1 ? npExpandDims(b, 0) : npSwapaxes(b, -1, -2); // by columns
  const [rows, inner] = left.shape.slice(-2) as [number, number];
  const [columns, other] = right.shape.slice(-2) as [number, number];
  if (inner !== other) {
    throw new ValueError(`matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size ${other} is different from ${inner})`);
  }
  const batch = commonShape([left.shape.slice(0, -2), right.shape.slice(0, -2)]);
  const one = flat(broadcastTo(left, [...batch, rows, inner]));
  const two = flat(broadcastTo(right, [...batch, columns, inner]));
  const multiply = times(dtype);
  const shape = [...batch, ...a.ndim === 1 ? [] : [rows], ...b.ndim === 1 ? [] : [columns]];
  return scalarOr(made(dtype, shape, (to) => {
    const row = Math.floor(to / columns);
    const start = (Math.floor(row / rows) * columns + (to % columns)) * inner;
    let sum = 0;
    for (let k = 0; k < inner; k++) sum = stored(dtype, sum + stored(dtype, multiply(one[row * inner + k]!, two[start + k]!)));
    return sum;
  }));
}

/** `numpy.dot(a, b)` */
export function npDot(a: NDArray, b: NDArray): Value {
  const [from, to] = [a.ndim - 1, Math.max(b.ndim - 2, 0)];
  if (a.shape[from] !== b.shape[to]) {
    throw new ValueError(`shapes ${shapeText(a.shape)} and ${shapeText(b.shape)} not aligned: ${a.shape[from]} (dim ${from}) != ${b.shape[to]} (dim ${to})`);
  }
  return npMatmul(a, b);
}

/** `numpy.diag(array)`: the diagonal of a matrix, as a view; the matrix of a diagonal. */
export function npDiag(array: NDArray, k = 0): NDArray {
  const [down, right] = [Math.max(-k, 0), Math.max(k, 0)];
  if (array.ndim === 1) {
    const size = array.length + down + right;
    const whole = made(array.dtype, [size, size], () => 0);
    npSetItem(npDiag(whole, k), array, "...");
    return whole;
  }
  const [row, column] = array.strides as [number, number];
  const size = Math.max(Math.min(array.length - down, array.shape[1]! - right), 0);
  return array.view([size], [row + column], array.offset + down * row + right * column);
}
