/** `sum`, `mean`, `max` and the like, of all items or along axes, in NumPy's order of additions. */

import { ValueError } from "../python/exceptions.js";
import { int } from "../python/numbers.js";
import { allocate, axisOf, flat, isFloat, NDArray, npAstype, product, Scalar, scalarOr, stored, type Data, type Kind } from "./array.js";
import { npDivide, npMultiply, npSubtract } from "./arithmetic.js";
import { npSqrt } from "./functions.js";

export type Axis = number | null | readonly number[];

type Value = NDArray | Scalar;

function arrayOf(value: Value): NDArray {
  return value instanceof NDArray ? value : new NDArray(value.dtype, allocate(value.dtype, 1).fill(Number(value)), []);
}

function axesOf(array: NDArray, axis: Axis): number[] {
  if (axis === null) return array.shape.map((_, k) => k);
  return (typeof axis === "number" ? [axis] : axis).map((each) => axisOf(array, each));
}

function keptShape(array: NDArray, axes: readonly number[], keepdims: boolean): number[] {
  const sizes = array.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return keepdims ? sizes : sizes.filter((_, axis) => !axes.includes(axis));
}

/** Each group of items that become one, by a function of them. */
export function reduced(value: Value, axis: Axis, keepdims: boolean, dtype: Kind, rule: (items: Data) => number): Value {
  const array = arrayOf(value);
  const axes = axesOf(array, axis);
  const kept = array.shape.map((_, k) => k).filter((k) => !axes.includes(k));
  const order = [...kept, ...axes];
  const items = flat(array.view(order.map((k) => array.shape[k]!), order.map((k) => array.strides[k]!)));
  const count = product(axes.map((k) => array.shape[k]!));
  const data = allocate(dtype, product(kept.map((k) => array.shape[k]!)));
  for (let k = 0; k < data.length; k++) data[k] = rule(items.subarray(k * count, (k + 1) * count));
  return scalarOr(new NDArray(dtype, data, keptShape(array, axes, keepdims)));
}

/** Items one after another by halves, so that errors stay small. Source: `pairwise_sum` in NumPy's loops_utils.h.src. */
function pairwise(items: Data, from: number, count: number, step: number, round: (value: number) => number): number {
  const item = (k: number): number => items[from + k * step]!;
  if (count < 8) {
    let sum = -0;
    for (let k = 0; k < count; k++) sum = round(sum + item(k));
    return sum;
  }
  if (count <= 128) {
    const parts = Array.from({ length: 8 }, (_, k) => item(k));
    let k = 8;
    for (; k < count - (count % 8); k += 8) for (let j = 0; j < 8; j++) parts[j] = round(parts[j]! + item(k + j));
    const [a, b, c, d, e, f, g, h] = parts as [number, number, number, number, number, number, number, number];
    let sum = round(round(round(a + b) + round(c + d)) + round(round(e + f) + round(g + h)));
    for (; k < count; k++) sum = round(sum + item(k));
    return sum;
  }
  const half = Math.floor(count / 2) - (Math.floor(count / 2) % 8);
  return round(pairwise(items, from, half, step, round) + pairwise(items, from + half * step, count - half, step, round));
}

/**
 * A sum of floats as NumPy goes through it: axes from the longest step in memory to the shortest; along the shortest one
 * pairwise if it is summed, else row by row.
 */
function sumOfFloats(array: NDArray, axes: readonly number[], keepdims: boolean): Value {
  const round = array.dtype === "float32" ? Math.fround : (value: number): number => value;
  const kept = array.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const shape = kept.map((axis) => array.shape[axis]!);
  const data = allocate(array.dtype, product(shape));
  const steps = new Map(kept.map((axis, k) => [axis, product(shape.slice(k + 1))]));
  type Walk = { size: number; from: number; to: number };
  const walks: Walk[] = [];
  array.shape.forEach((size, axis) => {
    const to = steps.get(axis) ?? 0;
    if (size > 1) walks.push({ size, from: array.strides[axis]!, to });
  });
  walks.sort((a, b) => Math.abs(b.from) - Math.abs(a.from));
  const joined: Walk[] = [];
  for (const walk of walks) {
    const last = joined.at(-1);
    if (last && last.from === walk.from * walk.size && last.to === walk.to * walk.size) {
      joined[joined.length - 1] = { size: last.size * walk.size, from: walk.from, to: walk.to };
    } else joined.push(walk);
  }
  if (array.size > 0) {
    const inner = joined.pop() ?? { size: 1, from: 0, to: 0 };
    const add = (at: number, value: number): void => {
      data[at] = round(data[at]! + value); // from 0 on, so that no sum is -0
    };
    const visit = (depth: number, from: number, to: number): void => {
      const walk = joined[depth];
      if (walk) for (let k = 0; k < walk.size; k++) visit(depth + 1, from + k * walk.from, to + k * walk.to);
      else if (inner.to === 0) add(to, pairwise(array.data, from, inner.size, inner.from, round));
      else for (let k = 0; k < inner.size; k++) add(to + k * inner.to, array.data[from + k * inner.from]!);
    };
    visit(0, array.offset, 0);
  }
  return scalarOr(new NDArray(array.dtype, data, keptShape(array, axes, keepdims)));
}

/** The kind of sums and products: small ints become large ones. */
export function sumKind(dtype: Kind): Kind {
  if (isFloat(dtype)) return dtype;
  return dtype === "uint8" || dtype === "uint64" ? "uint64" : "int64";
}

/** `numpy.sum(value, axis, keepdims)` */
export function npSum(value: Value, axis: Axis = null, keepdims = false): Value {
  const array = arrayOf(value);
  if (isFloat(array.dtype)) return sumOfFloats(array, axesOf(array, axis), keepdims);
  return reduced(array, axis, keepdims, sumKind(array.dtype), (items) => {
    let sum = 0;
    for (const item of items) sum = int(sum + item);
    return sum;
  });
}

/** `numpy.prod(value, axis, keepdims)` */
export function npProd(value: Value, axis: Axis = null, keepdims = false): Value {
  const dtype = sumKind(value.dtype);
  return reduced(value, axis, keepdims, dtype, (items) => {
    let whole = 1;
    for (const item of items) whole = stored(dtype, whole * item);
    return whole;
  });
}

function counted(array: NDArray, axis: Axis): number {
  return product(axesOf(array, axis).map((each) => array.shape[each]!));
}

/** `numpy.mean(value, axis, keepdims)` */
export function npMean(value: Value, axis: Axis = null, keepdims = false): Value {
  const array = arrayOf(value);
  const floats = isFloat(array.dtype) ? array : npAstype(array, "float64");
  return npDivide(npSum(floats, axis, keepdims), counted(array, axis));
}

/** `numpy.var(value, axis, ddof, keepdims)` */
export function npVar(value: Value, axis: Axis = null, ddof = 0, keepdims = false): Value {
  const array = arrayOf(value);
  const floats = isFloat(array.dtype) ? array : npAstype(array, "float64");
  const rest = npSubtract(floats, npMean(floats, axis, true));
  return npDivide(npSum(npMultiply(rest, rest), axis, keepdims), Math.max(counted(array, axis) - ddof, 0));
}

/** `numpy.std(value, axis, ddof, keepdims)` */
export function npStd(value: Value, axis: Axis = null, ddof = 0, keepdims = false): Value {
  return npSqrt(npVar(value, axis, ddof, keepdims));
}

function extreme(name: string, before: (a: number, b: number) => boolean, value: Value, axis: Axis, keepdims: boolean): Value {
  return reduced(value, axis, keepdims, value.dtype, (items) => {
    if (!items.length) throw new ValueError(`zero-size array to reduction operation ${name} which has no identity`);
    let best = items[0]!;
    for (const item of items) if (before(item, best) || item !== item) best = item;
    return items.some((item) => item !== item) ? NaN : best;
  });
}

/** `numpy.max(value, axis, keepdims)` */
export function npMax(value: Value, axis: Axis = null, keepdims = false): Value {
  return extreme("maximum", (a, b) => a > b, value, axis, keepdims);
}

/** `numpy.min(value, axis, keepdims)` */
export function npMin(value: Value, axis: Axis = null, keepdims = false): Value {
  return extreme("minimum", (a, b) => a < b, value, axis, keepdims);
}

function place(name: string, before: (a: number, b: number) => boolean, value: Value, axis: number | null, keepdims: boolean): Value {
  return reduced(value, axis, keepdims, "int64", (items) => {
    if (!items.length) throw new ValueError(`attempt to get ${name} of an empty sequence`);
    let best = 0;
    for (let k = 0; k < items.length; k++) {
      if (items[k] !== items[k]) return k;
      if (before(items[k]!, items[best]!)) best = k;
    }
    return best;
  });
}

/** `numpy.argmax(value, axis, keepdims)`: the first of the largest. */
export function npArgmax(value: Value, axis: number | null = null, keepdims = false): Value {
  return place("argmax", (a, b) => a > b, value, axis, keepdims);
}

/** `numpy.argmin(value, axis, keepdims)` */
export function npArgmin(value: Value, axis: number | null = null, keepdims = false): Value {
  return place("argmin", (a, b) => a < b, value, axis, keepdims);
}

/** `numpy.any(value, axis, keepdims)` */
export function npAny(value: Value, axis: Axis = null, keepdims = false): Value {
  return reduced(value, axis, keepdims, "bool", (items) => Number(items.some((item) => item !== 0)));
}

/** `numpy.all(value, axis, keepdims)` */
export function npAll(value: Value, axis: Axis = null, keepdims = false): Value {
  return reduced(value, axis, keepdims, "bool", (items) => Number(items.every((item) => item !== 0)));
}
