/** Orders, places and counts. */

import { IndexError, ValueError } from "../python/exceptions.js";
import { allocate, axisOf, commonShape, flat, inMemoryOrder, isFloat, NDArray, npAstype, product, Scalar, scalarOr, stored, type Data, type Kind }
  from "./array.js";
import { nonzero } from "./indexing.js";
import { reduced, sumKind, type Axis } from "./reduce.js";
import { npReshape, npTranspose } from "./shapes.js";

type Value = NDArray | Scalar;

/** NaNs come last. */
function before(a: number, b: number): number {
  if (a !== a || b !== b) return Number(a !== a) - Number(b !== b);
  return a - b;
}

/** Each row along an axis, by a function of its items, which gives as many. */
function alongAxis(array: NDArray, axis: number, dtype: Kind, rule: (items: Data) => ArrayLike<number>): NDArray {
  const at = axisOf(array, axis);
  const order = [...array.shape.map((_, k) => k).filter((k) => k !== at), at];
  const moved = npTranspose(array, order);
  const items = flat(moved);
  const data = allocate(dtype, items.length);
  const size = array.shape[at]!;
  for (let k = 0; k < items.length; k += size) data.set(rule(items.subarray(k, k + size)), k);
  const back = order.map((_, k) => order.indexOf(k));
  return npTranspose(new NDArray(dtype, data, moved.shape), back);
}

/** `numpy.sort(array, axis)` */
export function npSort(array: NDArray, axis: number | null = -1): NDArray {
  if (axis === null) return npSort(npReshape(array, array.size));
  return alongAxis(array, axis, array.dtype, (items) => Array.from(items).sort(before));
}

/** `numpy.argsort(array, axis)`: of equal items the first comes first, as with kind="stable". */
export function npArgsort(array: NDArray, axis: number | null = -1): NDArray {
  if (axis === null) return npArgsort(npReshape(array, array.size));
  return alongAxis(array, axis, "int64", (items) => Array.from(items.keys()).sort((a, b) => before(items[a]!, items[b]!)));
}

/** `numpy.cumsum(array, axis)`, and `cumprod` */
function cumulated(array: NDArray, axis: number | null, join: (a: number, b: number) => number): NDArray {
  if (axis === null) return cumulated(npReshape(array, array.size), 0, join);
  const dtype = sumKind(array.dtype);
  return alongAxis(array, axis, dtype, (items) => {
    let whole: number | undefined;
    return Array.from(items, (item) => (whole = stored(dtype, whole === undefined ? item : join(whole, item))));
  });
}

/** `numpy.cumsum(array, axis)` */
export function npCumsum(array: NDArray, axis: number | null = null): NDArray {
  return cumulated(array, axis, (a, b) => a + b);
}

/** `numpy.cumprod(array, axis)` */
export function npCumprod(array: NDArray, axis: number | null = null): NDArray {
  return cumulated(array, axis, (a, b) => a * b);
}

/** `numpy.nonzero(array)`: the places of what is true, along each axis. */
export function npNonzero(array: NDArray): NDArray[] {
  return nonzero(npAstype(array, "bool"));
}

/** `numpy.where(test, yes, no)` */
export function npWhere(test: Value, yes: Value, no: Value, dtype: Kind): Value {
  const arrays = [test, yes, no].map((value) => (value instanceof NDArray ? value : new NDArray(value.dtype, allocate(value.dtype, 1).fill(Number(value)), [])));
  const shape = commonShape(...arrays.map((array) => array.shape));
  return scalarOr(inMemoryOrder(dtype, shape, [arrays[0]!, npAstype(arrays[1]!, dtype), npAstype(arrays[2]!, dtype)], (tests, one, other) => {
    const data = allocate(dtype, tests!.length);
    for (let k = 0; k < data.length; k++) data[k] = (tests![k] !== 0 ? one! : other!)[k]!;
    return data;
  }));
}

/** `numpy.unique(array)`, with how often each is there. */
export function npUnique(array: NDArray): NDArray {
  return npUniqueCounts(array)[0];
}

/** `numpy.unique(array, return_counts=True)` */
export function npUniqueCounts(array: NDArray): [NDArray, NDArray] {
  const items: number[] = [];
  const counts: number[] = [];
  for (const item of Array.from(flat(array)).sort(before)) {
    if (!items.length || before(items.at(-1)!, item) !== 0) counts[items.push(item) - 1] = 0;
    counts[counts.length - 1] = counts.at(-1)! + 1;
  }
  const data = allocate(array.dtype, items.length);
  data.set(items);
  return [new NDArray(array.dtype, data, [items.length]), new NDArray("int64", Float64Array.from(counts), [items.length])];
}

/** `numpy.searchsorted(sorted, values, side)` */
export function npSearchsorted(sorted: NDArray, values: Value, right = false): Value {
  const items = flat(sorted);
  const place = (value: number): number => {
    let [low, high] = [0, items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = before(items[middle]!, value);
      if (order < 0 || (right && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  if (values instanceof Scalar) return new Scalar("int64", place(Number(values)));
  return new NDArray("int64", Float64Array.from(flat(values), place), values.shape);
}

/** `numpy.bincount(array, minlength)` */
export function npBincount(array: NDArray, least = 0): NDArray {
  const items = flat(array);
  if (items.some((item) => item < 0)) throw new ValueError("'list' argument must have no negative elements");
  let size = least;
  for (const item of items) size = Math.max(size, item + 1);
  const counts = new Float64Array(size);
  for (const item of items) counts[item] = counts[item]! + 1;
  return new NDArray("int64", counts, [size]);
}

/** `numpy.diff(array, axis)` */
export function npDiff(array: NDArray, axis = -1): NDArray {
  const at = axisOf(array, axis);
  const size = Math.max(array.shape[at]! - 1, 0);
  const shape = array.shape.with(at, size);
  const [high, low] = [1, 0].map((k) => flat(array.view(shape, array.strides, array.offset + k * array.strides[at]!)));
  const data = allocate(array.dtype, product(shape));
  for (let k = 0; k < data.length; k++) data[k] = array.dtype === "bool" ? Number(high![k] !== low![k]) : stored(array.dtype, high![k]! - low![k]!);
  return new NDArray(array.dtype, data, shape);
}

/** Between items of a sorted row. Source: `_lerp` in numpy/lib/_function_base_impl.py. */
function between(sorted: ArrayLike<number>, q: number): number {
  if (!sorted.length || Number.isNaN(sorted[sorted.length - 1])) return NaN;
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const [a, b] = [sorted[low]!, sorted[Math.min(low + 1, sorted.length - 1)]!];
  const t = at - low;
  const step = b - a;
  return t >= 0.5 ? b - step * (1 - t) : a + step * t;
}

/** `numpy.percentile(array, q, axis)` of one `q`. */
export function npPercentile(array: Value, q: number, axis: Axis = null, keepdims = false): Value {
  if (!(q >= 0 && q <= 100)) throw new ValueError("Percentiles must be in the range [0, 100]");
  const dtype = array.dtype === "float32" ? "float32" : "float64";
  if (array instanceof NDArray && array.size === 0) throw new IndexError("index -1 is out of bounds for axis 0 with size 0");
  return reduced(array, axis, keepdims, dtype, (items) => between(Array.from(items).sort(before), q / 100));
}

/** `numpy.median(array, axis)` */
export function npMedian(array: Value, axis: Axis = null, keepdims = false): Value {
  const dtype = isFloat(array.dtype) ? array.dtype : "float64";
  return reduced(array, axis, keepdims, dtype, (items) => {
    const sorted = Array.from(items).sort(before);
    if (!sorted.length || Number.isNaN(sorted.at(-1))) return NaN;
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle]! : stored(dtype, sorted[middle - 1]! + sorted[middle]!) / 2;
  });
}
