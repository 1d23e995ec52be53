/** Arrays of several arrays, and several of one. */

import { ValueError } from "../python/exceptions.js";
import { allocate, axisOf, converted, flat, NDArray, places, product, type Kind } from "./array.js";
import { npItem, type Entry } from "./indexing.js";
import { npExpandDims, npReshape } from "./shapes.js";

/** `numpy.concatenate(arrays, axis)` */
export function npConcatenate(arrays: readonly NDArray[], axis: number | null, dtype: Kind): NDArray {
  if (!arrays.length) throw new ValueError("need at least one array to concatenate");
  const parts = axis === null ? arrays.map((array) => npReshape(array, array.size)) : arrays;
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
    const place = whole.view(part.shape, whole.strides, from * whole.strides[at]!);
    const items = flat(part);
    places(place).forEach((to, k) => (whole.data[to] = converted(dtype, part.dtype, items[k]!)));
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

function along(array: NDArray, axis: number, entry: Entry): NDArray {
  return npItem(array, ...array.shape.map((_, k): Entry => (k === axis ? entry : [null, null]))) as NDArray;
}

/** `numpy.split(array, parts, axis)`, into as many parts or at these places; `uneven`: as `array_split`. */
export function npSplit(array: NDArray, parts: number | readonly number[], axis = 0, uneven = false): NDArray[] {
  const at = axisOf(array, axis);
  const size = array.shape[at]!;
  let ends: number[];
  if (typeof parts === "number") {
    if (size % parts && !uneven) throw new ValueError("array split does not result in an equal division");
    const [each, more] = [Math.floor(size / parts), size % parts];
    ends = Array.from({ length: parts - 1 }, (_, k) => (k + 1) * each + Math.min(k + 1, more));
  } else ends = parts.map(Number);
  return [...ends, null].map((end, k) => along(array, at, [k ? ends[k - 1]! : 0, end]));
}

/** `numpy.repeat(array, times, axis)` */
export function npRepeat(array: NDArray, times: number, axis: number | null = null): NDArray {
  if (axis === null) return npRepeat(npReshape(array, array.size), times, 0);
  const at = axisOf(array, axis);
  const order = Float64Array.from({ length: array.shape[at]! * times }, (_, k) => Math.floor(k / times));
  return along(array, at, new NDArray("int64", order, [order.length]));
}

/** `numpy.tile(array, times)`, as many times along each of the last axes. */
export function npTile(array: NDArray, times: number | readonly number[]): NDArray {
  const counts = (typeof times === "number" ? [times] : times).map(Number);
  let whole = array;
  while (whole.ndim < counts.length) whole = npExpandDims(whole, 0);
  counts.forEach((count, k) => {
    const axis = whole.ndim - counts.length + k;
    const size = whole.shape[axis]!;
    const order = Float64Array.from({ length: size * count }, (_, at) => at % size);
    whole = along(whole, axis, new NDArray("int64", order, [order.length]));
  });
  return whole;
}

/** `numpy.roll(array, shift, axis)` */
export function npRoll(array: NDArray, shift: number, axis: number | null = null): NDArray {
  if (axis === null) return npReshape(npRoll(npReshape(array, array.size), shift, 0), array.shape);
  const at = axisOf(array, axis);
  const size = array.shape[at]!;
  const order = Float64Array.from({ length: size }, (_, k) => (((k - shift) % size) + size) % size);
  return along(array, at, new NDArray("int64", order, [size]));
}

/** `numpy.take(array, places, axis)` */
export function npTake(array: NDArray, index: NDArray | number, axis: number | null = null): ReturnType<typeof npItem> {
  if (axis === null) return npItem(npReshape(array, array.size), index);
  const at = axisOf(array, axis);
  return npItem(array, ...array.shape.map((_, k): Entry => (k === at ? index : [null, null])));
}
