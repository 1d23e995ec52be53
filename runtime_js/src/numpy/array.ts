/**
 * NumPy's arrays on host numbers: typed data with a shape, strides and an offset, so that slices are views. The compiler
 * knows the kind and the number of axes of each; shapes are known as the script runs.
 */

import { IndexError, LookupError, OverflowError, ValueError } from "../python/exceptions.js";
import { int } from "../python/numbers.js";

/** What holds items of each kind, from the smallest. Ints of 64 bits are float64 here, exact within 2**53. */
const ARRAYS = {
  bool: Uint8Array, uint8: Uint8Array, int32: Int32Array, int64: Float64Array, uint64: Float64Array, float32: Float32Array, float64: Float64Array,
};

export type Kind = keyof typeof ARRAYS;
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

  /** As a number or bool of Python's. */
  get plain(): number | boolean {
    return this.dtype === "bool" ? Number(this) !== 0 : Number(this);
  }
}

/** Data of this kind: so many items, these, or those of a file. */
export function allocate(dtype: Kind, from: number | ArrayLike<number> | ArrayBuffer): Data {
  return new ARRAYS[dtype](from as number);
}

/** A number for data of this kind, which round floats and wrap small ints by themselves; ints beyond 2**53 raise. */
export function stored(dtype: Kind, value: number): number {
  if (dtype === "bool") return Number(value !== 0);
  if (isFloat(dtype) || (Number.isFinite(value) && !dtype.endsWith("64"))) return value;
  return int(dtype === "uint64" && value < 0 ? value + 2 ** 64 : Math.trunc(value));
}

/** Rounds what is computed on the way, as NumPy does that computes in this kind. */
export function keeper(dtype: Kind): (value: number) => number {
  return dtype === "float32" ? Math.fround : dtype === "float64" ? Number : (value) => stored(dtype, value);
}

/** A Python number as an item of this kind. */
export function fitting(dtype: Kind, value: number | boolean | Number): number {
  const plain = Number(value);
  const [low, high] = LIMITS[dtype] ?? [-Infinity, Infinity];
  if (Number.isInteger(plain) && (plain < low || plain > high) && !(value instanceof Scalar)) {
    throw new OverflowError(`Python integer ${plain} out of bounds for ${dtype}`);
  }
  return stored(dtype, plain);
}

export const LIMITS: { readonly [kind in Kind]?: readonly [number, number] } = { uint8: [0, 255], int32: [-(2 ** 31), 2 ** 31 - 1], uint64: [0, Infinity] };

export function isFloat(dtype: Kind): boolean {
  return dtype.startsWith("f");
}

/** The kind of what ints and floats of this kind become together. */
export function floating(dtype: Kind): Kind {
  return isFloat(dtype) ? dtype : "float64";
}

/** The kind of what two kinds make: `numpy.result_type`. */
export function promoted(a: Kind, b: Kind): Kind {
  const kinds = Object.keys(ARRAYS);
  const [low, high] = kinds.indexOf(a) < kinds.indexOf(b) ? [a, b] : [b, a];
  return low === high || low === "bool" || low === "uint8" || high.startsWith("i") ? high : "float64";
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

/** Whether a value is NumPy's. */
export function isOurs(value: unknown): value is Value {
  return value instanceof NDArray || value instanceof Scalar;
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

/** A new array of what `item` gives for each place, the last axis fastest. */
export function made(dtype: Kind, shape: Shape, item: (k: number) => number | boolean): NDArray {
  return new NDArray(dtype, allocate(dtype, product(shape)).map((_, k) => stored(dtype, Number(item(k)))), shape);
}

/** A value as an array, without axes where it is a number. */
export function asArray(value: Value | number | boolean | Number, dtype = (value as Value).dtype): NDArray {
  return value instanceof NDArray ? value : made(dtype, [], () => fitting(dtype, value));
}

/** Items of this kind as an array of one axis. */
export function vector(dtype: Kind, items: ArrayLike<number>): NDArray {
  return new NDArray(dtype, allocate(dtype, items));
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
  const { dtype, data, shape, strides, offset, size } = array;
  const steps = stepsOf(shape);
  if (shape.every((each, axis) => each === 1 || strides[axis] === steps[axis])) return data.subarray(offset, offset + size);
  const from = places(array);
  return allocate(dtype, size).map((_, k) => data[from[k]!]!);
}

/**
 * The axes in the order in which NumPy goes through them, the innermost last: from the longest step in memory to the
 * shortest. Source: `npyiter_find_best_axis_ordering`.
 */
export function memoryOrder({ shape }: { readonly shape: Shape }, arrays: readonly NDArray[]): number[] {
  const order: number[] = []; // the innermost first
  for (const axis of range(shape.length).reverse()) {
    let at = order.length;
    for (let k = at - 1; k >= 0; k--) {
      let isInner: boolean | undefined;
      for (const { strides } of arrays) {
        const [step, other] = [axis, order[k]!].map((each) => (shape[each] === 1 ? 0 : Math.abs(strides[each]!))) as [number, number];
        if (step && other) isInner = other > step && isInner !== false;
      }
      if (isInner) at = k;
      else if (isInner === false) break;
    }
    order.splice(at, 0, axis);
  }
  return order.reverse();
}

/** An array whose axes were put in this order, with its axes as they were. */
export function restored(array: NDArray, order: Shape): NDArray {
  return array.axes(order.map((_, axis) => order.indexOf(axis)));
}

/** Computes item by item; the result lies in memory as the operands do, in which order it may be summed later. */
export function mapped(dtype: Kind, operands: readonly NDArray[], rule: (...items: number[]) => number | boolean): Value {
  const shape = commonShape(operands.map((each) => each.shape));
  const whole = operands.map((each) => broadcastTo(each, shape));
  const order = memoryOrder({ shape }, whole);
  const [one, two, three] = whole.map((each) => flat(each.axes(order)));
  const result = made(dtype, order.map((axis) => shape[axis]!), (k) => rule(one![k]!, two?.[k] as number, three?.[k] as number));
  return scalarOr(restored(result, order));
}

/** The items as another kind holds them; `array.astype(kind)`. */
export function npAstype<T extends Value>(value: T, dtype: Kind): T {
  return mapped(dtype, [asArray(value)], (item) => item) as T;
}

/** "(2,3)", as NumPy's messages have it. */
export function shapeText(shape: Shape, separator = ","): string {
  return `(${shape.join(separator)}${shape.length === 1 ? "," : ""})`;
}

/** `array` repeated along axes of size 1, as a view; where it does not fit, `words` say what could not be done. */
export function broadcastTo(array: NDArray, shape: Shape, words = (): string => ""): NDArray {
  const missing = shape.length - array.ndim; // less than none: axes of size 1 that are left out
  if (array.shape.some((size, axis) => size !== 1 && size !== shape[axis + missing])) {
    throw new ValueError(words() + shapeText(shape));
  }
  return array.view(shape, shape.map((size, axis) => (array.shape[axis - missing] === size ? array.strides[axis - missing]! : 0)));
}

/** The shape that arrays of these shapes have together. */
export function commonShape(shapes: readonly Shape[], words = "operands", Failure = ValueError): number[] {
  const ndim = Math.max(...shapes.map((shape) => shape.length));
  return range(ndim).map((axis) => {
    const [size = 1, other] = new Set(shapes.map((shape) => shape.at(axis - ndim) ?? 1).filter((each) => each !== 1));
    if (other !== undefined) {
      throw new Failure(`${words} could not be broadcast together with shapes ${shapes.map((each) => `${shapeText(each)} `).join("")}`);
    }
    return size;
  });
}

/** To Python both a ValueError and an IndexError: the latter, and what it is derived from, take it for one of theirs. */
class AxisError extends ValueError {
  override name = "AxisError";

  constructor(message: string) {
    super(message);
    const value = function (this: unknown, error: unknown) {
      const isIts = (this === IndexError || this === LookupError) && error instanceof AxisError;
      return isIts || Function.prototype[Symbol.hasInstance].call(this, error);
    };
    Object.defineProperty(LookupError, Symbol.hasInstance, { value, configurable: true });
  }
}

/** An axis counted from the front. */
export function axisOf({ ndim }: { readonly ndim: number }, axis: number): number {
  if (axis < -ndim || axis >= ndim) throw new AxisError(`axis ${axis} is out of bounds for array of dimension ${ndim}`);
  return axis < 0 ? axis + ndim : axis;
}

/** Axes counted from the front; null for all of them. */
export function axesOf(array: NDArray, axes: number | Shape | null): number[] {
  return axes === null ? range(array.ndim) : [axes].flat().map((axis) => axisOf(array, axis));
}
