/** `sum`, `mean`, `max` and the like, of all items or along axes, in NumPy's order of additions. */

import { ValueError, ZeroDivisionError } from "../python/exceptions.js";
import { maximum, minimum, npDivide, npEqual, npMultiply, npSubtract } from "./arithmetic.js";
import {
  allocate, asArray, axesOf, flat, floating, isFloat, keeper, memoryOrder, NDArray, npAstype, product, promoted, range, restored, scalarOr,
  type Kind, type Shape, type Value,
} from "./array.js";

export type Axis = number | Shape | null;
type Items = Float64Array; // or of another kind, which has the same methods

/**
 * The items along axes, in the order in memory or, with `isC`, as indices count, of which `rule` makes `size` others, or as
 * many; these lie along the last of the axes, the others are of size 1.
 */
export function grouped(value: Value, axis: Axis, dtype: Kind, rule: (items: Items) => ArrayLike<number>, size?: number, isC = false): NDArray {
  const array = asArray(value);
  const axes = axesOf(array, axis);
  const lies = memoryOrder(array, [array]);
  const rest = lies.filter((k) => !axes.includes(k));
  const order = [...rest, ...(isC ? axes : lies.filter((k) => axes.includes(k)))];
  const items = flat(array.axes(order)) as Items;
  const shape = order.map((k) => array.shape[k]!);
  const count = product(shape.splice(rest.length));
  const width = size ?? count;
  const data = allocate(dtype, product(shape) * width);
  for (let k = 0; k * width < data.length; k++) data.set(rule(items.subarray(k * count, (k + 1) * count)), k * width);
  return restored(new NDArray(dtype, data, [...shape, ...axes.map((_, k) => (axes[k + 1] === undefined ? width : 1))]), order);
}

/** One item for each group: without the axes that became one, or with their size 1. */
export function reduced(value: Value, axis: Axis, keepdims: boolean, dtype: Kind, rule: (items: Items) => number, isC = false): Value {
  const found = grouped(value, axis, dtype, (items) => [rule(items)], 1, isC);
  const axes = axesOf(found, axis);
  return scalarOr(found.axes(range(found.ndim).filter((k) => keepdims || !axes.includes(k))));
}

const BUFFER = 8192; // items

/**
 * How NumPy's iterator goes through items along axes that are summed: in blocks, and those in chunks of so many items, each
 * of which is added up in one go. Source: `npyiter_find_buffering_setup` in numpy/_core/src/multiarray/nditer_constr.c.
 */
function chunks(array: NDArray, axes: Shape, casts: boolean): [block: number, chunk: number] {
  const walks: { size: number; from: number; to: number }[] = []; // the innermost first; axes that go on are one
  let totals = 1;
  for (const axis of memoryOrder(array, [array]).reverse()) {
    const [size, from] = [array.shape[axis]!, array.strides[axis]!];
    const to = axes.includes(axis) ? 0 : totals;
    if (to) totals *= size;
    const last = walks.at(-1);
    if (last && last.from * last.size === from && last.to * last.size === to) last.size *= size;
    else if (size !== 1) walks.push({ size, from, to });
  }
  if (walks[0]?.to) return [1, 1]; // one item for each total, again and again
  let cost = casts ? 2 : 1;
  let size = walks[0]?.size ?? 1;
  let [block, core, least, isOne] = [size, 1, cost, !casts];
  for (let k = 1; k < walks.length && (size < BUFFER || cost === 1); k++) {
    const [last, next] = [walks[k - 1]!, walks[k]!];
    if (isOne && last.from * last.size !== next.from) {
      isOne = false;
      cost++;
    }
    if (next.to) cost++; // the next total begins here
    const before = size;
    size *= next.size;
    const isBetter = cost * block <= least * (cost > 1 ? Math.min(size, BUFFER) : size);
    if (next.to && isBetter) return [before, before];
    if (next.to) break;
    if (isBetter) [block, core, least] = [size, before, cost];
  }
  return [block, least > 1 ? Math.max(1, Math.floor(BUFFER / core)) * core : block];
}

/** Items by halves, so that errors stay small. Source: `pairwise_sum` in NumPy's loops_utils.h.src. */
function pairwise(items: Items, round: (value: number) => number): number {
  const count = items.length;
  if (count > 128) {
    const half = Math.floor(count / 16) * 8;
    return round(pairwise(items.subarray(0, half), round) + pairwise(items.subarray(half), round));
  }
  const add = (a: number, b: number): number => round(a + b);
  const even = count < 8 ? 0 : count - (count % 8);
  const parts = items.slice(0, 8);
  for (let k = 8; k < even; k++) parts[k % 8] = add(parts[k % 8]!, items[k]!);
  for (const step of even ? [1, 2, 4] : []) for (let k = 0; k < 8; k += 2 * step) parts[k] = add(parts[k]!, parts[k + step]!);
  let sum = even ? parts[0]! : -0;
  for (let k = even; k < count; k++) sum = add(sum, items[k]!);
  return sum;
}

/** The kind of sums and products: small ints become large ones. */
export function sumKind(dtype: Kind): Kind {
  return isFloat(dtype) ? dtype : dtype.startsWith("u") ? "uint64" : "int64";
}

/** `numpy.sum(value, axis, keepdims, dtype)` */
export function npSum(value: Value, axis: Axis = null, keepdims = false, dtype = sumKind(value.dtype)): Value {
  const round = keeper(dtype);
  if (!isFloat(dtype)) return reduced(value, axis, keepdims, dtype, (items) => items.reduce((total, item) => round(total + item), 0));
  const casts = dtype !== value.dtype;
  const array = asArray(casts ? npAstype(value, dtype) : value);
  const [block, chunk] = chunks(array, axesOf(array, axis), casts);
  return reduced(array, axis, keepdims, dtype, (items) => {
    let total = 0;
    for (let k = 0, end; k < items.length; k = end) {
      end = Math.min(k + chunk, k - (k % block) + block);
      total = round(total + (end > k + 1 ? pairwise(items.subarray(k, end), round) : items[k]!));
    }
    return total;
  });
}

/** `numpy.prod(value, axis, keepdims, dtype)` */
export function npProd(value: Value, axis: Axis = null, keepdims = false, dtype = sumKind(value.dtype)): Value {
  const round = keeper(dtype);
  return reduced(npAstype(value, dtype), axis, keepdims, dtype, (items) => items.reduce((total, item) => round(total * item), 1));
}

/** How many items each group has, at least one if `words` say what fails without. */
function counted(value: Value, axis: Axis, words?: string): number {
  const array = asArray(value);
  const count = product(axesOf(array, axis).map((each) => array.shape[each]!));
  if (words && !count) throw new ValueError(words);
  return count;
}

/** `numpy.mean(value, axis, keepdims, dtype)` */
export function npMean(value: Value, axis: Axis = null, keepdims = false, dtype = floating(value.dtype)): Value {
  return npDivide(npSum(value, axis, keepdims, dtype), counted(value, axis));
}

/** `numpy.average(values, axis, weights)` */
export function npAverage(values: NDArray, weights: NDArray, axis: Axis = null): Value {
  const dtype = promoted(floating(values.dtype), floating(weights.dtype));
  const whole = npSum(weights, axis, false, dtype);
  if (flat(asArray(whole)).includes(0)) throw new ZeroDivisionError("Weights sum to zero, can't be normalized");
  return npDivide(npSum(npMultiply(npAstype(values, dtype), npAstype(weights, dtype)), axis), whole);
}

/** `numpy.var(value, axis, ddof, keepdims)` */
export function npVar(value: Value, axis: Axis = null, ddof = 0, keepdims = false): Value {
  const rest = npSubtract(value, npMean(value, axis, true));
  return npDivide(npSum(npMultiply(rest, rest), axis, keepdims), Math.max(counted(value, axis) - ddof, 0));
}

function extreme(name: string, rule: (best: number, item: number) => number) {
  return (value: Value, axis: Axis = null, keepdims = false): Value => {
    counted(value, axis, `zero-size array to reduction operation ${name} which has no identity`);
    return reduced(value, axis, keepdims, value.dtype, (items) => items.reduce((best, item) => rule(best, item)));
  };
}

/** `numpy.max(value, axis, keepdims)` */
export const npMax = /* @__PURE__ */ extreme("maximum", maximum);
/** `numpy.min(value, axis, keepdims)` */
export const npMin = /* @__PURE__ */ extreme("minimum", minimum);

/** `numpy.any(value, axis, keepdims)` */
export function npAny(value: Value, axis: Axis = null, keepdims = false): Value {
  return reduced(value, axis, keepdims, "bool", (items) => Number(items.some((item) => item !== 0)));
}

/** `numpy.all(value, axis, keepdims)` */
export function npAll(value: Value, axis: Axis = null, keepdims = false): Value {
  return reduced(value, axis, keepdims, "bool", (items) => Number(!items.includes(0)));
}

function place(name: string, sign: number) {
  return (value: Value, axis: number | null = null, keepdims = false): Value => {
    counted(value, axis, `attempt to get ${name} of an empty sequence`);
    return reduced(value, axis, keepdims, "int64", (items) => items.reduce((best, item, k) => {
      const most = items[best]!;
      return sign * item > sign * most || (item !== item && most === most) ? k : best;
    }, 0), true);
  };
}

/** `numpy.argmax(value, axis, keepdims)`: the first of the largest. */
export const npArgmax = /* @__PURE__ */ place("argmax", 1);
/** `numpy.argmin(value, axis, keepdims)` */
export const npArgmin = /* @__PURE__ */ place("argmin", -1);

/** `np.array_equal(one, other)` */
export function npArrayEqual(one: NDArray, other: NDArray): boolean {
  return `${one.shape}` === `${other.shape}` && Number(npAll(npEqual(one, other))) !== 0;
}
