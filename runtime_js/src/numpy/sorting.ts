/** Orders, places and counts. */

import { IndexError, ValueError } from "../python/exceptions.js";
import { npNotEqual, npSubtract } from "./arithmetic.js";
import { asArray, axisOf, flat, floating, keeper, mapped, NDArray, range, vector, type Kind, type Value } from "./array.js";
import { along, npItem } from "./indexing.js";
import { grouped, reduced, sumKind, type Axis } from "./reduce.js";
import { npRavel } from "./shapes.js";

/** NaNs come last. */
function before(a: number, b: number): number {
  return a !== a || b !== b ? Number(a !== a) - Number(b !== b) : Number(a > b) - Number(a < b);
}

function sorted(items: ArrayLike<number>): number[] {
  return Array.from(items).sort(before);
}

/** `numpy.sort(array, axis)` */
export function npSort(array: NDArray, axis: number | null = -1): NDArray {
  return axis === null ? npSort(npRavel(array)) : grouped(array, axis, array.dtype, sorted);
}

/** `numpy.argsort(array, axis)`: of equal items the first comes first, as with kind="stable". */
export function npArgsort(array: NDArray, axis: number | null = -1): NDArray {
  return axis === null ? npArgsort(npRavel(array))
    : grouped(array, axis, "int64", (items) => Array.from(items.keys()).sort((a, b) => before(items[a]!, items[b]!)));
}

/** What joins the items so far, at each of them. */
function cumulated(join: (a: number, b: number) => number) {
  return (array: NDArray, axis: number | null = null): NDArray => {
    if (axis === null) return cumulated(join)(npRavel(array), 0);
    const dtype = sumKind(array.dtype);
    const round = keeper(dtype);
    return grouped(array, axis, dtype, (items) => {
      let whole: number | undefined;
      return Array.from(items, (item) => (whole = whole === undefined ? item : round(join(whole, item))));
    });
  };
}

/** `numpy.cumsum(array, axis)` */
export const npCumsum = /* @__PURE__ */ cumulated((a, b) => a + b);
/** `numpy.cumprod(array, axis)` */
export const npCumprod = /* @__PURE__ */ cumulated((a, b) => a * b);

/** `numpy.where(test, yes, no)` */
export function npWhere(test: Value, yes: Value, no: Value, dtype: Kind): Value {
  return mapped(dtype, [test, yes, no].map((value) => asArray(value)), (chosen, one, other) => (chosen ? one : other));
}

/** `numpy.unique(array, return_counts=True)` */
export function npUnique(array: NDArray): [NDArray, NDArray] {
  const row = sorted(flat(array));
  const starts = range(row.length).filter((k) => k === 0 || before(row[k - 1]!, row[k]!) !== 0);
  const counts = starts.map((start, k) => (starts[k + 1] ?? row.length) - start);
  return [vector(array.dtype, starts.map((start) => row[start]!)), vector("int64", counts)];
}

/** `numpy.searchsorted(sorted, values, side)` */
export function npSearchsorted(array: NDArray, values: Value, right = false): Value {
  const items = flat(array);
  return mapped("int64", [asArray(values)], (value) => {
    let [low, high] = [0, items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = before(items[middle]!, value);
      if (order < 0 || (right && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/** `numpy.bincount(array, minlength)` */
export function npBincount(array: NDArray, least = 0): NDArray {
  const items = flat(array);
  if (items.some((item) => item < 0)) throw new ValueError("'list' argument must have no negative elements");
  const counts = new Float64Array((items as Float64Array).reduce((size, item) => Math.max(size, item + 1), least));
  for (const item of items) counts[item]!++;
  return vector("int64", counts);
}

/** `numpy.diff(array, axis)` */
export function npDiff(array: NDArray, axis = -1): Value {
  const at = axisOf(array, axis);
  const [high, low] = ([[1, null], [null, -1]] as const).map((bounds) => npItem(array, ...along(array, at, bounds))) as [NDArray, NDArray];
  return (array.dtype === "bool" ? npNotEqual : npSubtract)(high, low);
}

/** Between items of a sorted row: of `q`, a Python number. Source: `_lerp` in numpy/lib/_function_base_impl.py. */
function between(items: readonly number[], q: number, round: (value: number) => number): number {
  if (Number.isNaN(items.at(-1))) return NaN;
  const at = (items.length - 1) * q;
  const low = Math.floor(at);
  const [a, b] = [items[low]!, items[Math.min(low + 1, items.length - 1)]!];
  const t = at - low;
  const step = round(b - a);
  return t >= 0.5 ? b - round(step * round(1 - t)) : a + round(step * round(t));
}

/** `numpy.quantile(array, q, axis)` of one `q`, or `percentile`, whose whole is 100. */
export function npQuantile(array: Value, q: number, axis: Axis = null, keepdims = false, whole = 1): Value {
  if (!(q >= 0 && q <= whole)) throw new ValueError(`${whole > 1 ? "Percent" : "Quant"}iles must be in the range [0, ${whole}]`);
  if (asArray(array).size === 0) throw new IndexError("index -1 is out of bounds for axis 0 with size 0");
  const dtype = floating(array.dtype);
  const round = keeper(dtype);
  return reduced(array, axis, keepdims, dtype, (items) => between(sorted(items), q / whole, round));
}

/** `numpy.median(array, axis)` */
export function npMedian(array: Value, axis: Axis = null, keepdims = false): Value {
  const dtype = floating(array.dtype);
  const round = keeper(dtype);
  return reduced(array, axis, keepdims, dtype, (items) => {
    const row = sorted(items);
    if (!row.length || Number.isNaN(row.at(-1))) return NaN;
    const middle = row.length >> 1;
    return row.length % 2 ? row[middle]! : round(row[middle - 1]! + row[middle]!) / 2;
  });
}
