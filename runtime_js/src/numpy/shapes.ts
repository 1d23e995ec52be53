/** Arrays in other shapes: views wherever NumPy gives views. */

import { TypeError, ValueError } from "../python/exceptions.js";
import { asArray, axesOf, axisOf, broadcastTo, flat, NDArray, places, product, range, shapeText, stepsOf, type Shape, type Value } from "./array.js";
import { sizes, type Sizes } from "./create.js";
import { npItem } from "./indexing.js";

type Nested = number | boolean | Nested[];

/** `value.item()`: the only item, as a number of Python's. */
export function npOnly(value: Value): number {
  const array = asArray(value);
  if (array.size !== 1) throw new ValueError("can only convert an array of size 1 to a Python scalar");
  return array.data[array.offset]!;
}

/** `array.tolist()` */
export function npTolist(array: NDArray): Nested[] {
  return Array.from(array, (row) => (row instanceof NDArray ? npTolist(row) : row.plain));
}

/** `array.T`, or its axes in another order. */
export function npTranspose(array: NDArray, axes?: Shape | null): NDArray {
  const order = axesOf(array, axes ?? range(array.ndim).reverse());
  if (order.length !== array.ndim) throw new ValueError("axes don't match array");
  if (new Set(order).size !== order.length) throw new ValueError("repeated axis in transpose");
  return array.axes(order);
}

/** `array.swapaxes(one, other)` */
export function npSwapaxes(array: NDArray, one: number, other: number): NDArray {
  const [a, b] = axesOf(array, [one, other]);
  return array.axes(range(array.ndim).map((k) => (k === a ? b! : k === b ? a! : k)));
}

/** `array.reshape(shape)`: a view if there is one. */
export function npReshape(array: NDArray, shape: Sizes): NDArray {
  const given = sizes(shape).map((size) => Math.max(size, -1)); // to NumPy each that is negative is the unknown one
  if (given.filter((size) => size < 0).length > 1) throw new ValueError("can only specify one unknown dimension");
  const own = given.map((size) => (size === -1 ? array.size / -product(given) : size));
  if (product(own) !== array.size || own.some((size) => size % 1 || size < 0)) {
    const text = shapeText(given).replace("(-1,", "(").replace("-1", "newaxis"); // as NumPy writes it
    throw new ValueError(`cannot reshape array of size ${array.size} into shape ${text}`);
  }
  const items = flat(array);
  const from = items.buffer === array.data.buffer ? [] : places(array); // else the items are the data itself
  const view = array.view(own, stepsOf(own).map((step) => (from[step] ?? from[0]!) - from[0]!));
  return from.length && places(view).every((place, k) => place === from[k]) ? view : new NDArray(array.dtype, items, own);
}

/** `array.ravel()`: a view of items that lie one after another. */
export function npRavel(array: NDArray): NDArray {
  return new NDArray(array.dtype, flat(array));
}

/** `numpy.expand_dims(array, axis)` */
export function npExpandDims(array: NDArray, axis: number): NDArray {
  const at = axisOf({ ndim: array.ndim + 1 }, axis);
  return array.view(array.shape.toSpliced(at, 0, 1), array.strides.toSpliced(at, 0, 0));
}

/** `numpy.squeeze(array, axis)`: without these axes of size 1, or any. */
export function npSqueeze(array: NDArray, axis?: number | Shape): NDArray {
  const axes = axesOf(array, axis ?? range(array.ndim).filter((k) => array.shape[k] === 1));
  if (axes.some((each) => array.shape[each] !== 1)) {
    throw new ValueError("cannot select an axis to squeeze out which has size not equal to one");
  }
  if (axes.length === array.ndim) throw new TypeError("scripts have no arrays without axes, which squeeze would give: take the number, x.item()");
  return array.axes(range(array.ndim).filter((k) => !axes.includes(k)));
}

/** `numpy.flip(array, axis)` */
export function npFlip(array: NDArray, axis: number | Shape | null = null): Value {
  const axes = axesOf(array, axis);
  return npItem(array, ...array.shape.map((_, k) => [null, null, axes.includes(k) ? -1 : 1] as const));
}

/** `numpy.broadcast_to(array, shape)` */
export function npBroadcastTo(array: NDArray, shape: Sizes): NDArray {
  const own = sizes(shape);
  if (array.ndim > own.length) throw new ValueError("input operand has more dimensions than allowed by the axis remapping");
  return broadcastTo(array, own, () => `operands could not be broadcast together with remapped shapes [original->remapped]: ${shapeText(array.shape)}  and requested shape `);
}
