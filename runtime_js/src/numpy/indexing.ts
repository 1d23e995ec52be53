/**
 * `array[entries]`, read and set. An entry is an int, `[start, stop, step]` for a slice, null for a new axis, "..." for the
 * axes between, or an array: a mask, or the places along an axis.
 */

import { IndexError, ValueError } from "../python/exceptions.js";
import { sliceBounds } from "../python/slices.js";
import type { Operand } from "./arithmetic.js";
import {
  asArray, broadcastTo, commonShape, flat, made, NDArray, places, range, scalarOr, shapeText, stepsOf, stored, vector, type Shape, type Value,
} from "./array.js";

type Bounds = readonly [start: number | null, stop: number | null, step?: number | null];
export type Entry = number | null | "..." | Bounds | NDArray;

/** `array[entries]`: a view, or a copy where one of them is an array. */
export function npItem(array: NDArray, ...entries: Entry[]): Value {
  const [first] = entries;
  if (entries.length === 1 && typeof first === "number") return array.row(within(array, 0, first));
  const { view, at } = selected(array, entries);
  return scalarOr(at ? made(array.dtype, view.shape, (k) => array.data[at[k]!]!) : view);
}

/** `array[entries] = value` */
export function npSetItem(array: NDArray, value: Operand, ...entries: Entry[]): void {
  const { view, at = places(view) } = selected(array, entries);
  const from = asArray(value, array.dtype);
  const whole = broadcastTo(from, view.shape, () => `could not broadcast input array from shape ${shapeText(from.shape)} into shape `);
  flat(whole).slice().forEach((item, k) => (array.data[at[k]!] = stored(array.dtype, item)));
}

/** `place += …`, of which `changed` is the result: an array holds it from now on, a number is another one. */
export function npInto<A, B>(place: A, changed: B): A | B {
  if (!(place instanceof NDArray)) return changed;
  const [own, other] = [place, changed].map((each) => shapeText(each instanceof NDArray ? each.shape : []));
  if (own !== other) {
    throw new ValueError(`non-broadcastable output operand with shape ${own} doesn't match the broadcast shape ${other}`);
  }
  npSetItem(place, changed as Operand, "...");
  return place;
}

/** For `npItem`: this entry as the index of an axis. */
export function along(array: NDArray, axis: number, entry: Entry): Entry[] {
  return array.shape.map((_, k) => (k === axis ? entry : [null, null]));
}

function within(array: NDArray, axis: number, index: number): number {
  const size = array.shape[axis]!;
  if (index < -size || index >= size) throw new IndexError(`index ${index} is out of bounds for axis ${axis} with size ${size}`);
  return index < 0 ? index + size : index;
}

function isMask(entry: Entry): entry is NDArray {
  return entry instanceof NDArray && entry.dtype === "bool";
}

/** The view that ints, slices and new axes make; where arrays index axes, only its shape counts, and where its items lie. */
function selected(array: NDArray, entries: readonly Entry[]): { view: NDArray; at?: Int32Array } {
  const used = entries.flatMap((entry) => (isMask(entry) ? entry.shape : entry === null || entry === "..." ? [] : 1)).length;
  const hasArrays = entries.some((entry) => entry instanceof NDArray);
  const [shape, strides]: [number[], number[]] = [[], []];
  const chosen: { axis: number; index: NDArray }[] = []; // places along an axis of the view; an int beside arrays is one
  let { offset } = array;
  let axis = 0;
  const take = (start: number, count: number, step = 1): void => {
    const stride = array.strides[axis++]!;
    offset += start * stride;
    shape.push(count);
    strides.push(step * stride);
  };
  const whole = (count: number): void => {
    for (; count > 0; count--) take(0, array.shape[axis]!);
  };
  for (const entry of entries) {
    if (entry === null) {
      shape.push(1);
      strides.push(0);
    } else if (entry === "...") whole(array.ndim - used);
    else if (typeof entry === "number" && !hasArrays) offset += within(array, axis, entry) * array.strides[axis++]!;
    else if (typeof entry === "number" || entry instanceof NDArray) {
      for (const index of isMask(entry) ? npNonzero(entry, array.shape, axis) : [asArray(entry, "int64")]) {
        const at = flat(index).map((item) => within(array, axis, item));
        chosen.push({ axis: shape.length, index: new NDArray("int64", at, index.shape) });
        whole(1);
      }
    } else {
      const [start, stop, step] = sliceBounds(array.shape[axis]!, entry[0], entry[1], entry[2] ?? null);
      take(start, Math.max(0, Math.ceil((stop - start) / step)), step);
    }
  }
  whole(array.ndim - axis);
  const view = array.view(shape, strides, offset);
  return chosen.length ? gathered(view, chosen) : { view };
}

/** Axes that arrays index become those of the arrays: where they stood side by side, or else before the others. */
function gathered(view: NDArray, chosen: readonly { axis: number; index: NDArray }[]): { view: NDArray; at: Int32Array } {
  const common = commonShape(chosen.map(({ index }) => index.shape), "shape mismatch: indexing arrays", IndexError);
  const axes = chosen.map(({ axis }) => axis);
  const first = axes.every((axis, k) => axis === axes[0]! + k) ? axes[0]! : 0;
  const rest = view.axes(range(view.ndim).filter((axis) => !axes.includes(axis)));
  const shape = rest.shape.toSpliced(first, 0, ...common);
  const at = places(view.view(shape, rest.strides.toSpliced(first, 0, ...common.map(() => 0))));
  for (const { axis, index } of chosen) {
    const strides = rest.shape.map(() => 0).toSpliced(first, 0, ...broadcastTo(index, common).strides);
    flat(index.view(shape, strides)).forEach((item, k) => (at[k]! += item * view.strides[axis]!));
  }
  return { view: view.view(shape, shape), at };
}

/** `numpy.nonzero(mask)`: the places of what is true, along each axis; as an index of axes of these sizes, from an axis on. */
export function npNonzero(mask: NDArray, shape: Shape = mask.shape, from = 0): NDArray[] {
  mask.shape.forEach((size, k) => {
    const expected = shape[from + k];
    if (expected !== size) {
      throw new IndexError(`boolean index did not match indexed array along axis ${from + k}; size of axis is ${expected} but size of corresponding boolean axis is ${size}`);
    }
  });
  const items = flat(mask);
  const found = range(items.length).filter((k) => items[k] !== 0);
  return stepsOf(mask.shape).map((step, axis) => vector("int64", found.map((at) => Math.floor(at / step) % mask.shape[axis]!)));
}
