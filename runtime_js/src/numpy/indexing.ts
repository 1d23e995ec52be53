/**
 * `array[entries]`, read and set. An entry is an int, `[start, stop, step]` for a slice, null for a new axis, "..." for the
 * axes between, or an array: a mask, or the places along an axis.
 */

import { IndexError, ValueError } from "../python/exceptions.js";
import type { Operand } from "./arithmetic.js";
import {
  allocate, asArray, broadcastTo, commonShape, fits, flat, NDArray, places, product, range, scalarOr, shapeText, stepsOf, stored, vector,
  type Shape, type Value,
} from "./array.js";
import { fitting } from "./create.js";

type Bounds = readonly [start: number | null, stop: number | null, step?: number | null];
export type Entry = number | null | "..." | Bounds | NDArray;

/** `array[entries]`: a view, or a copy where one of them is an array. */
export function npItem(array: NDArray, ...entries: Entry[]): Value {
  if (entries.length === 1 && typeof entries[0] === "number") return array.row(within(array, 0, entries[0]));
  const { view, chosen } = selected(array, entries);
  if (!chosen.length) return scalarOr(view);
  const { shape, at } = gathered(view, chosen);
  return scalarOr(new NDArray(array.dtype, allocate(array.dtype, at.length).map((_, k) => array.data[at[k]!]!), shape));
}

/** `array[entries] = value` */
export function npSetItem(array: NDArray, value: Operand, ...entries: Entry[]): void {
  const { dtype, data } = array;
  const { view, chosen } = selected(array, entries);
  const { shape, at } = chosen.length ? gathered(view, chosen) : { shape: view.shape, at: places(view) };
  let from = value instanceof NDArray ? value : asArray(fitting(dtype, value), dtype);
  while (from.ndim > shape.length && from.shape[0] === 1) from = from.view(from.shape.slice(1), from.strides.slice(1));
  if (!fits(from, shape)) {
    throw new ValueError(`could not broadcast input array from shape ${shapeText((value as NDArray).shape)} into shape ${shapeText(shape)}`);
  }
  flat(broadcastTo(from, shape)).slice().forEach((item, k) => (data[at[k]!] = stored(dtype, item)));
}

/** `place += …`, of which `changed` is the result: an array holds it from now on, a number is another one. */
export function npInto<A, B>(place: A, changed: B): A | B {
  if (!(place instanceof NDArray)) return changed;
  const { shape } = changed instanceof NDArray ? changed : { shape: [] };
  if (shapeText(shape) !== shapeText(place.shape)) {
    throw new ValueError(`non-broadcastable output operand with shape ${shapeText(place.shape)} doesn't match the broadcast shape ${shapeText(shape)}`);
  }
  npSetItem(place, changed as Operand, "...");
  return place;
}

/** `np.fill_diagonal(array, value)` */
export function npFillDiagonal(array: NDArray, value: Operand): void {
  const { shape, strides } = array;
  npSetItem(array.view([Math.min(...shape)], [strides.reduce((sum, each) => sum + each, 0)]), value);
}

function within(array: NDArray, axis: number, index: number): number {
  const size = array.shape[axis]!;
  const at = index < 0 ? index + size : index;
  if (at < 0 || at >= size) throw new IndexError(`index ${index} is out of bounds for axis ${axis} with size ${size}`);
  return at;
}

/** Places along an axis of the view; an int beside arrays is one place. */
type Chosen = { readonly axis: number; readonly index: NDArray };

function isMask(entry: Entry): entry is NDArray {
  return entry instanceof NDArray && entry.dtype === "bool";
}

/** The view that ints, slices and new axes make; axes that arrays index are whole in it. */
function selected(array: NDArray, entries: readonly Entry[]): { view: NDArray; chosen: Chosen[] } {
  const used = entries.reduce<number>((sum, entry) => sum + (isMask(entry) ? entry.ndim : Number(entry !== null && entry !== "...")), 0);
  if (used > array.ndim) {
    throw new IndexError(`too many indices for array: array is ${array.ndim}-dimensional, but ${used} were indexed`);
  }
  const hasArrays = entries.some((entry) => entry instanceof NDArray);
  const shape: number[] = [];
  const strides: number[] = [];
  const chosen: Chosen[] = [];
  let offset = array.offset;
  let axis = 0;
  const along = (start: number, count: number, step: number): void => {
    const stride = array.strides[axis++]!;
    offset += start * stride;
    shape.push(count);
    strides.push(step * stride);
  };
  const whole = (count: number): void => {
    for (; count > 0; count--) along(0, array.shape[axis]!, 1);
  };
  for (const entry of entries) {
    if (entry === null) {
      shape.push(1);
      strides.push(0);
    } else if (entry === "...") whole(array.ndim - used);
    else if (typeof entry === "number" && !hasArrays) offset += within(array, axis, entry) * array.strides[axis++]!;
    else if (typeof entry === "number" || entry instanceof NDArray) {
      for (const index of isMask(entry) ? nonzero(entry, array.shape.slice(axis), axis) : [asArray(entry, "int64")]) {
        const at = flat(index).map((item) => within(array, axis, item));
        chosen.push({ axis: shape.length, index: new NDArray("int64", at, index.shape) });
        whole(1);
      }
    } else along(...sliceOf(entry, array.shape[axis]!));
  }
  whole(array.ndim - axis);
  return { view: array.view(shape, strides, offset), chosen };
}

/** Where a mask is true: the places along each of its axes, which have the sizes of `shape`. */
export function nonzero(mask: NDArray, shape: Shape = mask.shape, from = 0): NDArray[] {
  mask.shape.forEach((size, k) => {
    if (shape[k] !== size) {
      throw new IndexError(`boolean index did not match indexed array along axis ${from + k}; size of axis is ${shape[k]} but size of corresponding boolean axis is ${size}`);
    }
  });
  const items = flat(mask);
  const found = range(items.length).filter((k) => items[k] !== 0);
  return stepsOf(mask.shape).map((step, axis) => vector("int64", found.map((at) => Math.floor(at / step) % mask.shape[axis]!)));
}

/** The start, the number of items and the step of a slice. Source: `slice.indices` of CPython. */
function sliceOf([start, stop, by]: Bounds, size: number): [number, number, number] {
  const step = by ?? 1;
  if (step === 0) throw new ValueError("slice step cannot be zero");
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const bound = (value: number | null, none: number): number => (
    value === null ? none : Math.min(Math.max(value < 0 ? value + size : value, low), high));
  const first = bound(start, step > 0 ? low : high);
  const last = bound(stop, step > 0 ? high : low);
  return [first, Math.max(0, Math.ceil((last - first) / step)), step];
}

/** The shape that arrays as entries make of a view, and where in the data its items lie. */
function gathered(view: NDArray, chosen: readonly Chosen[]): { shape: number[]; at: Int32Array } {
  const common = commonShape(chosen.map(({ index }) => index.shape), (texts) => (
    new IndexError(`shape mismatch: indexing arrays could not be broadcast together with shapes ${texts}`)));
  const axes = chosen.map(({ axis }) => axis);
  const first = axes.every((axis, k) => axis === axes[0]! + k) ? axes[0]! : 0;
  const rest = range(view.ndim).filter((axis) => !axes.includes(axis));
  const moved = new Int32Array(product(common));
  for (const { axis, index } of chosen) {
    flat(broadcastTo(index, common)).forEach((item, k) => (moved[k]! += item * view.strides[axis]!));
  }
  const [before, after] = [view.axes(rest.slice(0, first)), view.axes(rest.slice(first))];
  const inner = places(after).map((place) => place - view.offset);
  const at: number[] = [];
  for (const one of places(before)) for (const two of moved) for (const three of inner) at.push(one + two + three);
  return { shape: [...before.shape, ...common, ...after.shape], at: Int32Array.from(at) };
}
