/** `sum`, `mean`, `max` and the like, of all items or along axes, in NumPy's order of additions. */

import { ValueError, ZeroDivisionError } from "../python/exceptions.js";
import { npDivide, npEqual, npMultiply, npSubtract } from "./arithmetic.js";
import {
  allocate, asArray, axesOf, flat, isFloat, memoryOrder, NDArray, npAstype, places, product, promoted, scalarOr, stepsOf, stored,
  type Data, type Kind, type Shape, type Value,
} from "./array.js";
import { npFloats } from "./functions.js";

export type Axis = number | Shape | null;

type Rule = (total: number, item: number) => number;

/** Without the axes that became one, or with their size 1. */
function kept(array: NDArray, axes: Shape, keepdims: boolean): number[] {
  return array.shape.map((_, axis) => axis).filter((axis) => keepdims || !axes.includes(axis));
}

/**
 * Each group of items along axes joined one by one, from `start` on, in the order in which they lie in memory. `sums` adds
 * several items up before they join a total: what NumPy's loop adds up in one go.
 */
function folded(value: Value, axis: Axis, keepdims: boolean, dtype: Kind, start: number, rule: Rule, sums?: (items: Data) => number, casts = false): Value {
  const array = asArray(value);
  const axes = axesOf(array, axis);
  const order = memoryOrder(array.shape, [array]);
  const inner = array.axes(order);
  const left = array.view(array.shape.map((size, k) => (axes.includes(k) ? 1 : size)), array.strides).axes(order); // the totals
  const steps = stepsOf(left.shape).map((step, k) => (left.shape[k] === 1 ? 0 : step));
  const data = allocate(dtype, left.size).fill(start);
  const [items, to] = [flat(inner), places(new NDArray(dtype, data, inner.shape, steps))];
  const [block, chunk] = goes(inner, steps, casts);
  for (let k = 0, end; k < items.length; k = end) {
    end = sums ? Math.min(k + chunk, k - (k % block) + block) : k + 1;
    data[to[k]!] = stored(dtype, rule(data[to[k]!]!, end > k + 1 ? sums!(items.subarray(k, end)) : items[k]!));
  }
  const total = new NDArray(dtype, data, left.shape, steps).axes(order.map((_, k) => order.indexOf(k)));
  return scalarOr(total.axes(kept(array, axes, keepdims)));
}

const BUFFER = 8192; // items

/**
 * How NumPy's iterator goes through items that are summed: in blocks, and those in chunks of so many items, each of which
 * is added up in one go. Source: `npyiter_find_buffering_setup` in numpy/_core/src/multiarray/nditer_constr.c.
 */
function goes({ shape, strides }: NDArray, steps: Shape, casts: boolean): [block: number, chunk: number] {
  type Walk = { size: number; from: number; to: number };
  const walks: Walk[] = []; // the innermost first; axes that go on as the one before are one with it
  for (let k = shape.length - 1; k >= 0; k--) {
    const next = { size: shape[k]!, from: strides[k]!, to: steps[k]! };
    const last = walks.at(-1);
    if (last && last.from * last.size === next.from && last.to * last.size === next.to) last.size *= next.size;
    else if (next.size !== 1) walks.push(next);
  }
  let cost = casts ? 2 : 1;
  let size = walks[0]?.size ?? 1;
  let [block, core, least, joins, isOne] = [size, 1, cost, false, !casts];
  if (walks[0] && walks[0].to !== 0) return [1, 1]; // one item for each total, again and again
  for (let k = 1; k < walks.length && !joins && (size < BUFFER || cost === 1); k++) {
    const [last, next] = [walks[k - 1]!, walks[k]!];
    if (isOne && last.from * last.size !== next.from) {
      isOne = false;
      cost++;
    }
    joins = next.to !== 0; // the next total begins here
    if (joins) cost++;
    const before = size;
    size *= next.size;
    if (cost * block <= least * (cost > 1 ? Math.min(size, BUFFER) : size)) {
      [block, core, least] = [size, before, cost];
      if (joins) return [core, core];
    }
  }
  return [block, least > 1 ? Math.max(1, Math.floor(BUFFER / core)) * core : block];
}

/** Items by halves, so that errors stay small. Source: `pairwise_sum` in NumPy's loops_utils.h.src. */
function pairwise(items: Data, round: (value: number) => number): number {
  const count = items.length;
  if (count > 128) {
    const half = Math.floor(count / 16) * 8;
    return round(pairwise(items.subarray(0, half), round) + pairwise(items.subarray(half), round));
  }
  const add = (a: number, b: number): number => round(a + b);
  const even = count < 8 ? 0 : count - (count % 8);
  const parts = Array.from(items.subarray(0, 8));
  for (let k = 8; k < even; k++) parts[k % 8] = add(parts[k % 8]!, items[k]!);
  const [a, b, c, d, e, f, g, h] = parts as [number, number, number, number, number, number, number, number];
  return (items.subarray(even) as Float64Array).reduce(add, even ? add(add(add(a, b), add(c, d)), add(add(e, f), add(g, h))) : -0);
}

/** The kind of sums and products: small ints become large ones. */
export function sumKind(dtype: Kind): Kind {
  return isFloat(dtype) ? dtype : dtype.startsWith("u") ? "uint64" : "int64";
}

/** `numpy.sum(value, axis, keepdims, dtype)` */
export function npSum(value: Value, axis: Axis = null, keepdims = false, dtype = sumKind(value.dtype)): Value {
  const round = dtype === "float32" ? Math.fround : (sum: number): number => sum;
  const sums = isFloat(dtype) ? (items: Data): number => pairwise(items, round) : undefined;
  const casts = dtype !== value.dtype;
  return folded(casts ? npAstype(value, dtype) : value, axis, keepdims, dtype, 0, (total, item) => round(total + item), sums, casts);
}

/** `numpy.prod(value, axis, keepdims, dtype)` */
export function npProd(value: Value, axis: Axis = null, keepdims = false, dtype = sumKind(value.dtype)): Value {
  return folded(npAstype(value, dtype), axis, keepdims, dtype, 1, (total, item) => total * item);
}

function counted(value: Value, axis: Axis): number {
  const array = asArray(value);
  return product(axesOf(array, axis).map((each) => array.shape[each]!));
}

function floats(dtype: Kind): Kind {
  return isFloat(dtype) ? dtype : "float64";
}

/** `numpy.mean(value, axis, keepdims, dtype)` */
export function npMean(value: Value, axis: Axis = null, keepdims = false, dtype = floats(value.dtype)): Value {
  return npDivide(npSum(value, axis, keepdims, dtype), counted(value, axis));
}

/** `numpy.average(values, axis, weights)` */
export function npAverage(values: NDArray, weights: NDArray, axis: Axis = null): Value {
  const dtype = promoted(floats(values.dtype), floats(weights.dtype));
  const whole = npSum(weights, axis, false, dtype);
  if (flat(asArray(whole)).some((each) => each === 0)) throw new ZeroDivisionError("Weights sum to zero, can't be normalized");
  return npDivide(npSum(npMultiply(npAstype(values, dtype), npAstype(weights, dtype)), axis), whole);
}

/** `numpy.var(value, axis, ddof, keepdims)` */
export function npVar(value: Value, axis: Axis = null, ddof = 0, keepdims = false): Value {
  const rest = npSubtract(value, npMean(value, axis, true));
  return npDivide(npSum(npMultiply(rest, rest), axis, keepdims), Math.max(counted(value, axis) - ddof, 0));
}

/** `numpy.std(value, axis, ddof, keepdims)` */
export function npStd(value: Value, axis: Axis = null, ddof = 0, keepdims = false): Value {
  return npFloats(npVar(value, axis, ddof, keepdims), Math.sqrt);
}

function extreme(name: string, value: Value, axis: Axis, keepdims: boolean, sign: number): Value {
  if (counted(value, axis) === 0) throw new ValueError(`zero-size array to reduction operation ${name} which has no identity`);
  const found = folded(value, axis, keepdims, "float64", -sign * Infinity, (best, item) => (sign * item > sign * best || item !== item ? item : best));
  return npAstype(found, value.dtype);
}

/** `numpy.max(value, axis, keepdims)` */
export function npMax(value: Value, axis: Axis = null, keepdims = false): Value {
  return extreme("maximum", value, axis, keepdims, 1);
}

/** `numpy.min(value, axis, keepdims)` */
export function npMin(value: Value, axis: Axis = null, keepdims = false): Value {
  return extreme("minimum", value, axis, keepdims, -1);
}

/** `numpy.any(value, axis, keepdims)` */
export function npAny(value: Value, axis: Axis = null, keepdims = false): Value {
  return folded(value, axis, keepdims, "bool", 0, (found, item) => found || item);
}

/** `numpy.all(value, axis, keepdims)` */
export function npAll(value: Value, axis: Axis = null, keepdims = false): Value {
  return folded(value, axis, keepdims, "bool", 1, (found, item) => found && item);
}

/**
 * The items along axes, which `rule` makes as many others of; they lie along the last of the axes. One each becomes a
 * value, or stays as an axis of size 1. `none`: how many they would be, where there are no rows.
 */
export function grouped(value: Value, axis: Axis, dtype: Kind, rule: (items: Data) => ArrayLike<number>, none?: number): NDArray {
  const array = asArray(value);
  const axes = axesOf(array, axis);
  const rest = kept(array, axes, false);
  const items = flat(array.axes([...rest, ...axes]));
  const count = product(axes.map((k) => array.shape[k]!));
  const sizes = rest.map((k) => array.shape[k]!);
  const rows = Array.from({ length: product(sizes) }, (_, k) => rule(items.subarray(k * count, (k + 1) * count)));
  const size = rows[0]?.length ?? none ?? count;
  const data = allocate(dtype, rows.length * size);
  rows.forEach((row, k) => data.set(row, k * size));
  const shape = array.shape.map((each, k) => (axes.includes(k) ? (k === axes.at(-1) ? size : 1) : each));
  const order = [...rest, ...axes];
  return new NDArray(dtype, data, order.map((k) => shape[k]!)).axes(shape.map((_, k) => order.indexOf(k)));
}

/** The same for one item each. */
export function reduced(value: Value, axis: Axis, keepdims: boolean, dtype: Kind, rule: (items: Data) => number): Value {
  const array = asArray(value);
  const found = grouped(array, axis, dtype, (items) => [rule(items)], 1);
  return scalarOr(found.axes(kept(array, axesOf(array, axis), keepdims)));
}

function place(name: string, value: Value, axis: number | null, keepdims: boolean, sign: number): Value {
  if (counted(value, axis) === 0) throw new ValueError(`attempt to get ${name} of an empty sequence`);
  return reduced(value, axis, keepdims, "int64", (items) => {
    const odd = items.findIndex((item) => item !== item);
    return odd >= 0 ? odd : (items as Float64Array).reduce((best, item, k) => (sign * item > sign * items[best]! ? k : best), 0);
  });
}

/** `numpy.argmax(value, axis, keepdims)`: the first of the largest. */
export function npArgmax(value: Value, axis: number | null = null, keepdims = false): Value {
  return place("argmax", value, axis, keepdims, 1);
}

/** `numpy.argmin(value, axis, keepdims)` */
export function npArgmin(value: Value, axis: number | null = null, keepdims = false): Value {
  return place("argmin", value, axis, keepdims, -1);
}

/** `np.array_equal(one, other)` */
export function npArrayEqual(one: NDArray, other: NDArray): boolean {
  return `${one.shape}` === `${other.shape}` && Number(npAll(npEqual(one, other))) !== 0;
}
