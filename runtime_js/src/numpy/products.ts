/** Products of vectors and matrices. */

import { ValueError } from "../python/exceptions.js";
import { allocate, broadcastTo, commonShape, flat, NDArray, npAstype, product, Scalar, scalarOr, shapeText, stored } from "./array.js";
import { npMultiply } from "./arithmetic.js";
import { promoted } from "./operands.js";

type Value = NDArray | Scalar;

/** `a @ b`: matrices in the last two axes, vectors of one; the axes before are broadcast. */
export function npMatmul(a: NDArray, b: NDArray): Value {
  const dtype = promoted(a.dtype, b.dtype);
  const left = a.ndim === 1 ? a.view([1, ...a.shape], [0, ...a.strides]) : a;
  const right = b.ndim === 1 ? b.view([...b.shape, 1], [...b.strides, 0]) : b;
  const [rows, inner] = left.shape.slice(-2) as [number, number];
  const [other, columns] = right.shape.slice(-2) as [number, number];
  if (inner !== other) {
    throw new ValueError(`matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size ${other} is different from ${inner})`);
  }
  const batch = commonShape(left.shape.slice(0, -2), right.shape.slice(0, -2));
  const one = flat(broadcastTo(npAstype(left, dtype), [...batch, rows, inner]));
  const two = flat(broadcastTo(npAstype(right, dtype), [...batch, inner, columns]));
  const data = allocate(dtype, product(batch) * rows * columns);
  let to = 0;
  for (let n = 0; n < product(batch); n++) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) {
          const [x, y] = [one[(n * rows + i) * inner + k]!, two[(n * inner + k) * columns + j]!];
          sum = dtype === "int32" ? (sum + Math.imul(x, y)) | 0 : dtype === "int64" ? stored(dtype, sum + stored(dtype, x * y)) : sum + x * y;
        }
        data[to++] = dtype === "bool" ? Number(sum !== 0) : sum;
      }
    }
  }
  const shape = [...batch, ...(a.ndim === 1 ? [] : [rows]), ...(b.ndim === 1 ? [] : [columns])];
  return scalarOr(new NDArray(dtype, data, shape));
}

/** `numpy.dot(a, b)` */
export function npDot(a: Value, b: Value): Value {
  if (a instanceof Scalar || b instanceof Scalar) return npMultiply(a, b);
  if (a.shape.at(-1) !== (b.ndim === 1 ? b.shape[0] : b.shape.at(-2))) {
    const [from, to] = [a.ndim - 1, Math.max(b.ndim - 2, 0)];
    throw new ValueError(`shapes ${shapeText(a.shape)} and ${shapeText(b.shape)} not aligned: ${a.shape[from]} (dim ${from}) != ${b.shape[to]} (dim ${to})`);
  }
  return npMatmul(a, b);
}

/** `numpy.outer(a, b)` */
export function npOuter(a: NDArray, b: NDArray): Value {
  const left = new NDArray(a.dtype, flat(a), [a.size, 1]);
  return npMultiply(left, new NDArray(b.dtype, flat(b), [1, b.size]));
}

/** `numpy.diag(array)`: the diagonal of a matrix, the matrix of a diagonal. */
export function npDiag(array: NDArray, k = 0): NDArray {
  if (array.ndim === 1) {
    const size = array.length + Math.abs(k);
    const whole = new NDArray(array.dtype, allocate(array.dtype, size * size), [size, size]);
    flat(array).forEach((item, i) => (whole.data[(i + Math.max(-k, 0)) * size + i + Math.max(k, 0)] = item));
    return whole;
  }
  const [rows, columns] = [array.shape[0]! - Math.max(-k, 0), array.shape[1]! - Math.max(k, 0)];
  const [down, right] = array.strides as [number, number];
  const offset = array.offset + Math.max(-k, 0) * down + Math.max(k, 0) * right;
  return array.view([Math.max(Math.min(rows, columns), 0)], [down + right], offset);
}
