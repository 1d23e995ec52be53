/** Arrays in other shapes: views wherever NumPy gives views. */

import { ValueError } from "../python/exceptions.js";
import { axisOf, broadcastTo, copied, flat, NDArray, product, Scalar, scalarOr, shapeText } from "./array.js";
import { sizes } from "./create.js";

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
export function npTranspose(array: NDArray, axes?: readonly number[]): NDArray {
  const order = axes ? axes.map((axis) => axisOf(array, axis)) : array.shape.map((_, k) => array.ndim - 1 - k);
  if (order.length !== array.ndim || new Set(order).size !== order.length) throw new ValueError("axes don't match array");
  return array.view(order.map((axis) => array.shape[axis]!), order.map((axis) => array.strides[axis]!));
}

/** `array.swapaxes(one, other)` */
export function npSwapaxes(array: NDArray, one: number, other: number): NDArray {
  const order = array.shape.map((_, axis) => axis);
  const [a, b] = [axisOf(array, one), axisOf(array, other)];
  [order[a], order[b]] = [b, a];
  return npTranspose(array, order);
}

/** `array.reshape(shape)`: a view where the items lie one after another. */
export function npReshape(array: NDArray, shape: number | Number | readonly number[]): NDArray {
  const own = sizes(shape);
  const hole = own.indexOf(-1);
  if (hole >= 0) own[hole] = array.size / product(own.filter((_, axis) => axis !== hole));
  if (product(own) !== array.size || !own.every(Number.isInteger) || own.some((size) => size < 0)) {
    throw new ValueError(`cannot reshape array of size ${array.size} into shape ${shapeText(sizes(shape))}`);
  }
  const items = flat(array);
  return new NDArray(array.dtype, items, own);
}

/** `array.flatten()` */
export function npFlatten(array: NDArray): NDArray {
  return npReshape(copied(array), array.size);
}

/** `numpy.expand_dims(array, axis)` */
export function npExpandDims(array: NDArray, axis: number): NDArray {
  const at = axis < 0 ? axis + array.ndim + 1 : axis;
  if (at < 0 || at > array.ndim) throw new ValueError(`axis ${axis} is out of bounds for array of dimension ${array.ndim + 1}`);
  return array.view(array.shape.toSpliced(at, 0, 1), array.strides.toSpliced(at, 0, 0));
}

/** `numpy.squeeze(array, axis)` */
export function npSqueeze(array: NDArray, axis: number | readonly number[]): NDArray | Scalar {
  const axes = (typeof axis === "number" ? [axis] : axis).map((each) => axisOf(array, each));
  if (axes.some((each) => array.shape[each] !== 1)) {
    throw new ValueError("cannot select an axis to squeeze out which has size not equal to one");
  }
  const kept = array.shape.map((_, k) => k).filter((k) => !axes.includes(k));
  return scalarOr(array.view(kept.map((k) => array.shape[k]!), kept.map((k) => array.strides[k]!)));
}

/** `numpy.flip(array, axis)` */
export function npFlip(array: NDArray, axis: number | readonly number[] | null = null): NDArray {
  const axes = axis === null ? array.shape.map((_, k) => k) : (typeof axis === "number" ? [axis] : axis).map((each) => axisOf(array, each));
  const offset = axes.reduce((sum, k) => sum + Math.max(array.shape[k]! - 1, 0) * array.strides[k]!, array.offset);
  return array.view(array.shape, array.strides.map((stride, k) => (axes.includes(k) ? -stride : stride)), offset);
}

/** `numpy.broadcast_to(array, shape)` */
export function npBroadcastTo(array: NDArray, shape: number | readonly number[]): NDArray {
  const own = sizes(shape);
  const missing = own.length - array.ndim;
  if (missing < 0 || array.shape.some((size, axis) => size !== 1 && size !== own[axis + missing])) {
    throw new ValueError(`operands could not be broadcast together with remapped shapes [original->remapped]: ${shapeText(array.shape)}  and requested shape ${shapeText(own)}`);
  }
  return broadcastTo(array, own);
}
