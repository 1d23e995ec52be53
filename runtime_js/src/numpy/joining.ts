/** Arrays of several arrays, and several of one. */

import { ValueError } from "../python/exceptions.js";
import { allocate, axisOf, flat, NDArray, places, product, range, stored, vector, type Kind, type Shape, type Value } from "./array.js";
import { npItem, type Entry } from "./indexing.js";
import { npExpandDims, npRavel, npReshape } from "./shapes.js";

/** `numpy.concatenate(arrays, axis)` */
export function npConcatenate(arrays: readonly NDArray[], axis: number | null, dtype: Kind): NDArray {
  if (!arrays.length) throw new ValueError("need at least one array to concatenate");
  const parts = axis === null ? arrays.map(npRavel) : arrays;
  const first = parts[0]!;
  const at = axisOf(first, axis ?? 0);
  parts.forEach((part, index) => part.shape.forEach((size, k) => {
    if (k !== at && size !== first.shape[k]) {
      throw new ValueError(`all the input array dimensions except for the concatenation axis must match exactly, but along dimension ${k}, the array at index 0 has size ${first.shape[k]} and the array at index ${index} has size ${size}`);
    }
  }));
  const shape = first.shape.with(at, parts.reduce((sum, part) => sum + part.shape[at]!, 0));
  const whole = new NDArray(dtype, allocate(dtype, product(shape)), shape);
  let from = 0;
  for (const part of parts) {
    const to = places(whole.view(part.shape, whole.strides, from * whole.strides[at]!));
    flat(part).forEach((item, k) => (whole.data[to[k]!] = stored(dtype, item)));
    from += part.shape[at]!;
  }
  return whole;
}

/** `numpy.stack(arrays, axis)` */
export function npStack(arrays: readonly NDArray[], axis: number, dtype: Kind): NDArray {
  if (!arrays.length) throw new ValueError("need at least one array to stack");
  if (arrays.some((array) => `${array.shape}` !== `${arrays[0]!.shape}`)) throw new ValueError("all input arrays must have the same shape");
  return npConcatenate(arrays.map((array) => npExpandDims(array, axis)), axis, dtype);
}

/** `array` with this entry as the index of an axis. */
function along(array: NDArray, axis: number, entry: Entry): Value {
  return npItem(array, ...array.shape.map((_, k): Entry => (k === axis ? entry : [null, null])));
}

/** `array` with so many items along an axis, each that from this place. */
function picked(array: NDArray, axis: number, count: number, place: (k: number) => number): NDArray {
  return along(array, axis, vector("int64", range(count).map(place))) as NDArray;
}

/** `numpy.split(array, parts, axis)`, into as many parts or at these places; `uneven`: as `array_split`. */
export function npSplit(array: NDArray, parts: number | Shape, axis = 0, uneven = false): Value[] {
  const at = axisOf(array, axis);
  let ends = parts;
  if (typeof ends === "number") {
    const count = ends;
    const size = array.shape[at]!;
    const more = size % count;
    if (more && !uneven) throw new ValueError("array split does not result in an equal division");
    ends = range(count - 1).map((k) => (k + 1) * Math.floor(size / count) + Math.min(k + 1, more));
  }
  return [...ends, null].map((end, k, all) => along(array, at, [k ? all[k - 1]! : 0, end]));
}

/** `numpy.repeat(array, times, axis)` */
export function npRepeat(array: NDArray, times: number, axis: number | null = null): NDArray {
  const whole = axis === null ? npRavel(array) : array;
  const at = axisOf(whole, axis ?? 0);
  return picked(whole, at, whole.shape[at]! * times, (k) => Math.floor(k / times));
}

/** `numpy.tile(array, times)`, as many times along each of the last axes. */
export function npTile(array: NDArray, times: number | Shape): NDArray {
  const counts = [times].flat().map(Number);
  let whole = array;
  while (whole.ndim < counts.length) whole = npExpandDims(whole, 0);
  counts.forEach((count, k) => {
    const axis = whole.ndim - counts.length + k;
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
  return axis === null ? npItem(npRavel(array), index) : along(array, axisOf(array, axis), index);
}
