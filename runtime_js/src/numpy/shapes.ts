/** Arrays in other shapes: views wherever NumPy gives views. */

import { TypeError, ValueError } from "../python/exceptions.js";
import { axesOf, axisOf, broadcastTo, fits, flat, NDArray, product, range, Scalar, shapeText, stepsOf, type Shape, type Value } from "./array.js";
import { copied, sizes, type Sizes } from "./create.js";

type Nested = number | boolean | Nested[];

/** `value.item()`: the only item, as a number of Python's. */
export function npOnly(value: Value): number {
  if (value instanceof Scalar) return Number(value);
  if (value.size !== 1) throw new ValueError("can only convert an array of size 1 to a Python scalar");
  return flat(value)[0]!;
}

/** `array.tolist()` */
export function npTolist(array: NDArray): Nested[] {
  return Array.from(array, (row) => (row instanceof NDArray ? npTolist(row) : row.dtype === "bool" ? Number(row) !== 0 : Number(row)));
}

/** `array.T`, or its axes in another order. */
export function npTranspose(array: NDArray, axes: Shape = range(array.ndim).reverse()): NDArray {
  const order = axesOf(array, axes);
  if (order.length !== array.ndim || new Set(order).size !== order.length) throw new ValueError("axes don't match array");
  return array.axes(order);
}

/** `array.swapaxes(one, other)` */
export function npSwapaxes(array: NDArray, one: number, other: number): NDArray {
  const order = range(array.ndim);
  const [a, b] = [axisOf(array, one), axisOf(array, other)];
  [order[a], order[b]] = [b, a];
  return array.axes(order);
}

/** The steps of an array in another shape, undefined where no view has it. Source: `_attempt_nocopy_reshape`. */
function stepsIn(array: NDArray, shape: Shape): number[] | undefined {
  const kept = range(array.ndim).filter((axis) => array.shape[axis] !== 1);
  const from = array.axes(kept);
  const steps: number[] = [];
  let axis = 0;
  while (steps.length < shape.length && axis < from.ndim) {
    let [old, size] = [from.shape[axis]!, shape[steps.length]!];
    let end = steps.length + 1;
    while (old !== size) {
      if (old > size) size *= shape[end++]!;
      else if (from.strides[axis] !== from.shape[axis + 1]! * from.strides[axis + 1]!) return undefined;
      else old *= from.shape[++axis]!;
    }
    const own = shape.slice(steps.length, end);
    steps.push(...stepsOf(own).map((step) => step * from.strides[axis]!));
    axis++;
  }
  return shape.map((_, k) => steps[k] ?? 0);
}

/** `array.reshape(shape)`: a view if there is one. */
export function npReshape(array: NDArray, shape: Sizes): NDArray {
  const given = sizes(shape);
  const rest = array.size / -product(given);
  const own = given.map((size) => (size === -1 ? rest : size));
  if (product(own) !== array.size || !own.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new ValueError(`cannot reshape array of size ${array.size} into shape ${shapeText(given)}`);
  }
  const steps = array.size ? stepsIn(array, own) : undefined;
  return steps ? array.view(own, steps) : new NDArray(array.dtype, flat(array), own);
}

/** `array.ravel()`: a view of items that lie one after another. */
export function npRavel(array: NDArray): NDArray {
  return new NDArray(array.dtype, flat(array));
}

/** `array.flatten()` */
export function npFlatten(array: NDArray): NDArray {
  return npRavel(copied(array));
}

/** `numpy.expand_dims(array, axis)` */
export function npExpandDims(array: NDArray, axis: number): NDArray {
  const at = axisOf({ ndim: array.ndim + 1 }, axis);
  return array.view(array.shape.toSpliced(at, 0, 1), array.strides.toSpliced(at, 0, 0));
}

/** `numpy.squeeze(array, axis)`: without these axes of size 1, or any. */
export function npSqueeze(array: NDArray, axis?: number | Shape): NDArray {
  const axes = axis === undefined ? range(array.ndim).filter((k) => array.shape[k] === 1) : axesOf(array, axis);
  if (axes.some((each) => array.shape[each] !== 1)) {
    throw new ValueError("cannot select an axis to squeeze out which has size not equal to one");
  }
  if (axes.length === array.ndim) throw new TypeError("scripts have no arrays without axes, which squeeze would give: take the number, x.item()");
  return array.axes(range(array.ndim).filter((k) => !axes.includes(k)));
}

/** `numpy.flip(array, axis)` */
export function npFlip(array: NDArray, axis: number | Shape | null = null): NDArray {
  const axes = axesOf(array, axis);
  const offset = axes.reduce((sum, k) => sum + Math.max(array.shape[k]! - 1, 0) * array.strides[k]!, array.offset);
  return array.view(array.shape, array.strides.map((stride, k) => (axes.includes(k) ? -stride : stride)), offset);
}

/** `numpy.broadcast_to(array, shape)` */
export function npBroadcastTo(array: NDArray, shape: Sizes): NDArray {
  const own = sizes(shape);
  if (fits(array, own)) return broadcastTo(array, own);
  throw new ValueError(`operands could not be broadcast together with remapped shapes [original->remapped]: ${shapeText(array.shape)}  and requested shape ${shapeText(own)}`);
}
