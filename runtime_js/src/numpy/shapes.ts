/** Arrays in other shapes: views wherever NumPy gives views. */

import { ValueError } from "../python/exceptions.js";
import { flat, NDArray, Scalar } from "./array.js";

type Nested = number | boolean | Nested[];

/** `array.item()`: the only item, as a number of Python's. */
export function npOnly(value: NDArray | Scalar): number {
  if (value instanceof Scalar) return Number(value);
  if (value.size !== 1) throw new ValueError("can only convert an array of size 1 to a Python scalar");
  return flat(value)[0]!;
}

/** `array.tolist()` */
export function npTolist(array: NDArray): Nested[] {
  return Array.from(array, (row) => (row instanceof NDArray ? npTolist(row) : row.dtype === "bool" ? Number(row) !== 0 : Number(row)));
}

/** `array.T`, or its axes in another order. */
export function npTranspose(array: NDArray, ...axes: number[]): NDArray {
  const order = axes.length ? axes.map((axis) => (axis < 0 ? axis + array.ndim : axis)) : array.shape.map((_, k) => array.ndim - 1 - k);
  return array.view(order.map((axis) => array.shape[axis]!), order.map((axis) => array.strides[axis]!));
}
