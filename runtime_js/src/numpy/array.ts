/**
 * NumPy's arrays on host numbers: typed data with a shape, strides and an offset, so that slices are views. The compiler
 * knows the kind and the number of axes of each; shapes are known as the script runs.
 */

import { IndexError, ValueError } from "../python/exceptions.js";
import { int } from "../python/numbers.js";

export type Kind = "bool" | "uint8" | "int32" | "int64" | "uint64" | "float32" | "float64";
export type Data = Float64Array | Float32Array | Int32Array | Uint8Array;
export type Value = NDArray | Scalar;
export type Shape = readonly number[];

/** NumPy's scalar: a number that knows its kind. */
export class Scalar extends Number {
  readonly dtype: Kind;

  constructor(dtype: Kind, value: number) {
    super(value);
    this.dtype = dtype;
  }
}

/** Room for items. Ints of 64 bits are float64 here, exact within 2**53. */
export function allocate(dtype: Kind, size: number): Data {
  if (dtype === "float32") return new Float32Array(size);
  if (dtype === "int32") return new Int32Array(size);
  return dtype === "uint8" || dtype === "bool" ? new Uint8Array(size) : new Float64Array(size);
}

/** A number for data of this kind, which round floats and wrap small ints by themselves; ints beyond 2**53 raise. */
export function stored(dtype: Kind, value: number): number {
  if (isLarge(dtype)) return int(dtype === "uint64" && value < 0 ? value + 2 ** 64 : Math.trunc(value));
  if (dtype === "bool") return Number(value !== 0);
  return isFloat(dtype) || Number.isFinite(value) ? value : int(value); // which raises
}

function isLarge(dtype: Kind): boolean {
  return dtype.endsWith("64") && !isFloat(dtype);
}

export function isFloat(dtype: Kind): boolean {
  return dtype.startsWith("f");
}

/** The kind of what two kinds make: `numpy.result_type`. */
export function promoted(a: Kind, b: Kind): Kind {
  const kinds = ["bool", "uint8", "int32", "int64", "uint64", "float32", "float64"];
  const [low, high] = kinds.indexOf(a) < kinds.indexOf(b) ? [a, b] : [b, a];
  return low === high || low === "bool" || low === "uint8" || high === "int64" ? high : high === "int32" ? high : "float64";
}

export function product(sizes: Shape): number {
  return sizes.reduce((size, each) => size * each, 1);
}

/** The axes of an array or a shape, from the first. */
export function range(size: number): number[] {
  return Array.from({ length: size }, (_, k) => k);
}

/** How far apart items are along each axis, where they lie one after another. */
export function stepsOf(shape: Shape): number[] {
  return shape.map((_, axis) => product(shape.slice(axis + 1)));
}

export class NDArray {
  readonly dtype: Kind;
  readonly data: Data;
  readonly shape: Shape;
  readonly strides: Shape;
  readonly offset: number;

  constructor(dtype: Kind, data: Data, shape: Shape = [data.length], strides: Shape = stepsOf(shape), offset = 0) {
    this.dtype = dtype;
    this.data = data;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
  }

  /** `len(array)` */
  get length(): number {
    return this.shape[0]!;
  }

  get ndim(): number {
    return this.shape.length;
  }

  get size(): number {
    return product(this.shape);
  }

  /** The same data seen in another way. */
  view(shape: Shape, strides: Shape, offset = this.offset): NDArray {
    return new NDArray(this.dtype, this.data, shape, strides, offset);
  }

  /** The same data with these axes, in this order. */
  axes(order: Shape): NDArray {
    return this.view(order.map((axis) => this.shape[axis]!), order.map((axis) => this.strides[axis]!));
  }

  /** The rows; of one axis its scalars. */
  *[Symbol.iterator](): Generator<Value> {
    for (let i = 0; i < this.length; i++) yield this.row(i);
  }

  /** `array[i]` along the first axis, `i` within it. */
  row(i: number): Value {
    return scalarOr(this.view(this.shape.slice(1), this.strides.slice(1), this.offset + i * this.strides[0]!));
  }
}

/** An array, or its only item where it has no axes. */
export function scalarOr(array: NDArray): Value {
  return array.ndim ? array : new Scalar(array.dtype, array.data[array.offset]!);
}

/** A value as an array, without axes where it is a number. */
export function asArray(value: Value | number | boolean | Number, dtype = (value as Value).dtype): NDArray {
  return value instanceof NDArray ? value : new NDArray(dtype, allocate(dtype, 1).fill(Number(value)), []);
}

/** Items of this kind as an array of one axis. */
export function vector(dtype: Kind, items: ArrayLike<number>): NDArray {
  const data = allocate(dtype, items.length);
  data.set(items);
  return new NDArray(dtype, data);
}

/** The places in the data of all items, the last axis fastest. */
export function places({ shape, strides, offset }: NDArray): Int32Array {
  return shape.reduce((found, size, axis) => {
    const next = new Int32Array(found.length * size);
    for (let k = 0; k < next.length; k++) next[k] = found[Math.floor(k / size)]! + (k % size) * strides[axis]!;
    return next;
  }, Int32Array.of(offset));
}

/** The items one after another: the data itself where they lie like that, which nobody may write to. */
export function flat(array: NDArray): Data {
  const { data, shape, strides, offset, size } = array;
  const steps = stepsOf(shape);
  if (shape.every((each, axis) => each === 1 || strides[axis] === steps[axis])) return data.subarray(offset, offset + size);
  const from = places(array);
  return allocate(array.dtype, size).map((_, k) => data[from[k]!]!);
}

/**
 * The axes in the order in which NumPy goes through them, the innermost last: from the longest step in memory to the
 * shortest. Source: `npyiter_find_best_axis_ordering`.
 */
export function memoryOrder(shape: Shape, arrays: readonly NDArray[]): number[] {
  const order: number[] = [];
  for (const axis of range(shape.length).reverse()) {
    let at = order.length;
    for (let k = at - 1; k >= 0; k--) {
      const inner = order[k]!;
      let isInner: boolean | undefined;
      for (const { strides } of arrays) {
        const [step, other] = [axis, inner].map((each) => (shape[each] === 1 ? 0 : Math.abs(strides[each]!))) as [number, number];
        if (step && other) isInner = other > step && isInner !== false;
      }
      if (isInner) at = k;
      else if (isInner === false) break;
    }
    order.splice(at, 0, axis);
  }
  return order.reverse();
}

/** Computes item by item; the result lies in memory as the operands do, in which order it may be summed later. */
export function mapped(dtype: Kind, operands: readonly NDArray[], rule: (...items: number[]) => number | boolean): Value {
  const shape = commonShape(operands.map((each) => each.shape));
  const whole = operands.map((each) => broadcastTo(each, shape));
  const order = memoryOrder(shape, whole);
  const [one, two, three] = whole.map((each) => flat(each.axes(order)));
  const data = allocate(dtype, product(shape));
  for (let k = 0; k < data.length; k++) data[k] = stored(dtype, Number(rule(one![k]!, two?.[k] as number, three?.[k] as number)));
  const result = new NDArray(dtype, data, order.map((axis) => shape[axis]!));
  return scalarOr(result.axes(shape.map((_, axis) => order.indexOf(axis))));
}

/** The items as another kind holds them; `array.astype(kind)`. */
export function npAstype<T extends Value>(value: T, dtype: Kind): T {
  return mapped(dtype, [asArray(value)], (item) => item) as T;
}

/** "(2, 3)", as NumPy's messages have it. */
export function shapeText(shape: Shape, separator = ","): string {
  return `(${shape.join(separator)}${shape.length === 1 ? "," : ""})`;
}

/** Whether an array fits into this shape, repeated along axes of size 1. */
export function fits(array: NDArray, shape: Shape): boolean {
  const missing = shape.length - array.ndim;
  return missing >= 0 && array.shape.every((size, axis) => size === 1 || size === shape[axis + missing]);
}

/** `array` repeated along axes of size 1, as a view. */
export function broadcastTo(array: NDArray, shape: Shape): NDArray {
  const missing = shape.length - array.ndim;
  return array.view(shape, shape.map((size, axis) => (array.shape[axis - missing] === size ? array.strides[axis - missing]! : 0)));
}

/** The shape that arrays of these shapes have together. */
export function commonShape(shapes: readonly Shape[], fail = (texts: string): Error => (
  new ValueError(`operands could not be broadcast together with shapes ${texts}`))): number[] {
  const ndim = Math.max(...shapes.map((shape) => shape.length));
  return range(ndim).map((axis) => {
    const [size = 1, other] = new Set(shapes.map((shape) => shape.at(axis - ndim) ?? 1).filter((each) => each !== 1));
    if (other !== undefined) throw fail(shapes.map((each) => `${shapeText(each)} `).join(""));
    return size;
  });
}

/** An axis counted from the front. */
export function axisOf(array: { readonly ndim: number }, axis: number): number {
  const from = axis < 0 ? axis + array.ndim : axis;
  if (from < 0 || from >= array.ndim) throw new IndexError(`axis ${axis} is out of bounds for array of dimension ${array.ndim}`);
  return from;
}

/** Axes counted from the front; null for all of them. */
export function axesOf(array: NDArray, axes: number | Shape | null): number[] {
  return axes === null ? range(array.ndim) : [axes].flat().map((axis) => axisOf(array, axis));
}
