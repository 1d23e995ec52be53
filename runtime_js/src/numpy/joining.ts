/** Arrays of several arrays, and several of one. */

import { IndexError, ValueError } from "../python/exceptions.js";
import { asArray, axisOf, made, NDArray, range, vector, type Kind, type Shape, type Value } from "./array.js";
import { along, npItem, npSetItem } from "./indexing.js";
import { npExpandDims, npRavel, npReshape } from "./shapes.js";

/** `numpy.concatenate(arrays, axis)` */
export function npConcatenate(arrays: readonly NDArray[], axis: number | null, dtype: Kind): NDArray {
  if (!arrays.length) throw new ValueError("need at least one array to concatenate");
  const parts = axis === null ? arrays.map(npRavel) : arrays;
  const { shape } = parts[0]!;
  const at = axisOf(parts[0]!, axis ?? 0);
  parts.forEach((part, index) => part.shape.forEach((size, k) => {
    if (k !== at && size !== shape[k]) {
      throw new ValueError(`all the input array dimensions except for the concatenation axis must match exactly, but along dimension ${k}, the array at index 0 has size ${shape[k]} and the array at index ${index} has size ${size}`);
    }
  }));
  let end = 0;
  const ends = parts.map((part) => (end += part.shape[at]!));
  const whole = made(dtype, shape.with(at, end), () => 0);
  parts.forEach((part, k) => npSetItem(whole, part, ...along(whole, at, [ends[k - 1] ?? 0, ends[k]!])));
  return whole;
}

/** `numpy.stack(arrays, axis)` */
export function npStack(arrays: readonly NDArray[], axis: number, dtype: Kind): NDArray {
  if (!arrays.length) throw new ValueError("need at least one array to stack");
  if (new Set(arrays.map(({ shape }) => `${shape}`)).size > 1) throw new ValueError("all input arrays must have the same shape");
  return npConcatenate(arrays.map((array) => npExpandDims(array, axis)), axis, dtype);
}

/** `array` with so many items along an axis, each that from this place. */
function picked(array: NDArray, axis: number, count: number, place: (k: number) => number): NDArray {
  return npItem(array, ...along(array, axis, vector("int64", range(count).map(place)))) as NDArray;
}

/** `numpy.split(array, parts, axis)`, into as many parts or at these places; `uneven`: as `array_split`. */
export function npSplit(array: NDArray, parts: number | Shape, axis = 0, uneven = false): Value[] {
  if (array.shape.at(axis) === undefined) throw new IndexError("tuple index out of range"); // of its shape
  const at = axisOf(array, axis);
  let ends = parts;
  if (typeof ends === "number") {
    const count = ends;
    const size = array.shape[at]!;
    const more = size % count;
    if (more && !uneven) throw new ValueError("array split does not result in an equal division");
    ends = range(count - 1).map((k) => (k + 1) * Math.floor(size / count) + Math.min(k + 1, more));
  }
  return [...ends, null].map((end, k, all) => npItem(array, ...along(array, at, [all[k - 1] ?? 0, end])));
}

/** `numpy.repeat(array, times, axis)` */
export function npRepeat(array: NDArray, times: number, axis: number | null = null): NDArray {
  if (axis === null) return npRepeat(npRavel(array), times, 0);
  const at = axisOf(array, axis);
  return picked(array, at, array.shape[at]! * times, (k) => Math.floor(k / times));
}

/** `numpy.tile(array, times)`, as many times along each of the last axes. */
export function npTile(array: NDArray, times: number | Shape): NDArray {
  const counts = [times].flat().map(Number);
  let whole = array;
  while (whole.ndim < counts.length) whole = npExpandDims(whole, 0);
  counts.reverse().forEach((count, k) => {
    const axis = whole.ndim - 1 - k;
    const size = whole.shape[axis]!;
    whole = picked(whole, axis, size * count, (place) => place % size);
  });
  return whole;
}

/** `numpy.roll(array, shift, axis)` */
export function npRoll(array: NDArray, shift: number, axis: number | null = null): NDArray {
  if (axis === null) return npReshape(npRoll(npRavel(array), shift, 0), array.shape);
  const at = axisOf(array, axis);
  const size = array.shape[at]!;
  return picked(array, at, size, (k) => (((k - shift) % size) + size) % size);
}

/** `numpy.take(array, places, axis)` */
export function npTake(array: NDArray, index: NDArray | number, axis: number | null = null): Value {
  if (axis === null) return npTake(npRavel(array), index, 0);
  const at = axisOf(array, axis);
  if (!array.shape[at] && asArray(index, "int64").size) throw new IndexError("cannot do a non-empty take from an empty axes.");
  return npItem(array, ...along(array, at, index));
}
