/**
 * `array[entries]`, read and set. An entry is an int, `[start, stop, step]` for a slice, null for a new axis, "..." for the
 * axes between, or an array: a mask, or the places along an axis.
 */

import { IndexError, ValueError } from "../python/exceptions.js";
import {
  allocate, broadcastTo, commonShape, converted, flat, NDArray, places, product, Scalar, scalarOr, shapeText,
} from "./array.js";
import { fitting, npArray } from "./create.js";
import type { Operand } from "./operands.js";

type Bounds = readonly [start: number | null, stop: number | null, step?: number | null];
export type Entry = number | null | "..." | Bounds | NDArray;

/** `array[entries]`: a view, or a copy where one of them is an array. */
export function npItem(array: NDArray, ...entries: Entry[]): NDArray | Scalar {
  if (entries.length === 1 && typeof entries[0] === "number") return array.row(within(array, 0, entries[0]));
  const { view, advanced } = selected(array, entries);
  if (!advanced.length) return scalarOr(view);
  const { shape, at } = gathered(view, advanced);
  const data = allocate(array.dtype, at.length);
  for (let k = 0; k < at.length; k++) data[k] = array.data[at[k]!]!;
  return scalarOr(new NDArray(array.dtype, data, shape));
}

/** `array[entries] = value` */
export function npSetItem(array: NDArray, value: Operand | Iterable<number>, ...entries: Entry[]): void {
  const { view, advanced } = selected(array, entries);
  const { shape, at } = advanced.length ? gathered(view, advanced) : { shape: view.shape, at: places(view) };
  if (!(value instanceof NDArray)) {
    const item = fitting(array.dtype, value as number);
    for (const place of at) array.data[place] = item;
    return;
  }
  const from = trimmed(value, shape);
  const items = flat(broadcastTo(from, shape));
  const own = items.buffer === array.data.buffer ? items.slice() : items;
  for (let k = 0; k < at.length; k++) array.data[at[k]!] = converted(array.dtype, value.dtype, own[k]!);
}

/** A value without axes of size 1 in front that the place lacks. */
function trimmed(value: NDArray, shape: readonly number[]): NDArray {
  let from = value;
  while (from.ndim > shape.length && from.shape[0] === 1) from = from.view(from.shape.slice(1), from.strides.slice(1));
  const missing = shape.length - from.ndim;
  if (missing < 0 || from.shape.some((size, axis) => size !== 1 && size !== shape[axis + missing])) {
    throw new ValueError(`could not broadcast input array from shape ${shapeText(value.shape)} into shape ${shapeText(shape)}`);
  }
  return from;
}

function within(array: NDArray, axis: number, index: number): number {
  const size = array.shape[axis]!;
  const at = index < 0 ? index + size : index;
  if (at < 0 || at >= size) throw new IndexError(`index ${index} is out of bounds for axis ${axis} with size ${size}`);
  return at;
}

/** Places along an axis of the view, or a number where an int stands beside arrays. */
type Advanced = { readonly axis: number; readonly index: NDArray };

/** The view that ints, slices and new axes make; axes that arrays index are whole in it. */
function selected(array: NDArray, entries: readonly Entry[]): { view: NDArray; advanced: Advanced[] } {
  const used = entries.reduce<number>((count, entry) => count + consumed(entry), 0);
  if (used > array.ndim) {
    throw new IndexError(`too many indices for array: array is ${array.ndim}-dimensional, but ${used} were indexed`);
  }
  const hasArrays = entries.some((entry) => entry instanceof NDArray);
  const shape: number[] = [];
  const strides: number[] = [];
  const advanced: Advanced[] = [];
  let offset = array.offset;
  let axis = 0;
  const whole = (count: number): void => {
    for (; count > 0; count--, axis++) {
      shape.push(array.shape[axis]!);
      strides.push(array.strides[axis]!);
    }
  };
  const chosen = (index: NDArray): void => {
    advanced.push({ axis: shape.length, index });
    whole(1);
  };
  for (const entry of entries) {
    if (entry === null) {
      shape.push(1);
      strides.push(0);
    } else if (entry === "...") {
      whole(array.ndim - used);
    } else if (typeof entry === "number") {
      if (hasArrays) chosen(npArray(within(array, axis, entry), "int64"));
      else offset += within(array, axis, entry) * array.strides[axis++]!;
    } else if (entry instanceof NDArray) {
      for (const index of entry.dtype === "bool" ? nonzero(entry, array.shape, axis) : [checked(entry, array, axis)]) chosen(index);
    } else {
      const [start, count, step] = sliceOf(entry, array.shape[axis]!);
      offset += start * array.strides[axis]!;
      shape.push(count);
      strides.push(step * array.strides[axis++]!);
    }
  }
  whole(array.ndim - axis);
  return { view: array.view(shape, strides, offset), advanced };
}

function consumed(entry: Entry): number {
  if (entry === null || entry === "...") return 0;
  return entry instanceof NDArray && entry.dtype === "bool" ? entry.ndim : 1;
}

function checked(index: NDArray, array: NDArray, axis: number): NDArray {
  const items = flat(index);
  const data = new Float64Array(items.length);
  for (let k = 0; k < items.length; k++) data[k] = within(array, axis, items[k]!);
  return new NDArray("int64", data, index.shape);
}

/** Where a mask is true: the places along each of its axes. */
export function nonzero(mask: NDArray, shape?: readonly number[], from = 0): NDArray[] {
  mask.shape.forEach((size, k) => {
    if (shape && shape[from + k] !== size) {
      throw new IndexError(`boolean index did not match indexed array along axis ${from + k}; size of axis is ${shape[from + k]} but size of corresponding boolean axis is ${size}`);
    }
  });
  const items = flat(mask);
  const found: number[] = [];
  for (let k = 0; k < items.length; k++) if (items[k] !== 0) found.push(k);
  return mask.shape.map((size, axis) => {
    const step = product(mask.shape.slice(axis + 1));
    return new NDArray("int64", Float64Array.from(found, (at) => Math.floor(at / step) % size), [found.length]);
  });
}

/** The start, the number of items and the step of a slice. Source: `slice.indices` of CPython. */
export function sliceOf([start, stop, by]: Bounds, size: number): [number, number, number] {
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
function gathered(view: NDArray, advanced: readonly Advanced[]): { shape: number[]; at: Int32Array } {
  let common: number[];
  try {
    common = commonShape(...advanced.map(({ index }) => index.shape));
  } catch {
    const texts = advanced.map(({ index }) => `${shapeText(index.shape)} `).join("");
    throw new IndexError(`shape mismatch: indexing arrays could not be broadcast together with shapes ${texts}`);
  }
  const axes = advanced.map(({ axis }) => axis);
  const adjacent = axes.every((axis, k) => k === 0 || axis === axes[k - 1]! + 1);
  const first = adjacent ? axes[0]! : 0;
  const rest = view.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const before = rest.slice(0, first);
  const after = rest.slice(first);
  const moved = new Int32Array(product(common));
  for (const { axis, index } of advanced) {
    const items = flat(broadcastTo(index, common));
    for (let k = 0; k < moved.length; k++) moved[k] = moved[k]! + items[k]! * view.strides[axis]!;
  }
  const sizesOf = (of: readonly number[]): number[] => of.map((axis) => view.shape[axis]!);
  const part = (of: readonly number[], offset: number): Int32Array => places(
    view.view(sizesOf(of), of.map((axis) => view.strides[axis]!), offset));
  const [outer, inner] = [part(before, view.offset), part(after, 0)];
  const at = new Int32Array(outer.length * moved.length * inner.length);
  let k = 0;
  for (const one of outer) for (const two of moved) for (const three of inner) at[k++] = one + two + three;
  return { shape: [...sizesOf(before), ...common, ...sizesOf(after)], at };
}
