/**
 * NumPy's arrays on host numbers: typed data with a shape, strides and an offset, so that slices are views. The compiler
 * knows the kind and the number of axes of each; shapes are known as the script runs.
 */

import { IndexError, ValueError } from "../python/exceptions.js";
import { int } from "../python/numbers.js";

export type Kind = "bool" | "uint8" | "int32" | "int64" | "uint64" | "float32" | "float64";
export type Data = Float64Array | Float32Array | Int32Array | Uint8Array;

/** NumPy's scalar: a number that knows its kind. */
export class Scalar extends Number {
  readonly dtype: Kind;

  constructor(dtype: Kind, value: number) {
    super(value);
    this.dtype = dtype;
  }
}

/** Ints of 64 bits are float64 here, which holds them exactly within 2**53; beyond, `stored` raises. */
export function allocate(dtype: Kind, size: number): Data {
  if (dtype === "float32") return new Float32Array(size);
  if (dtype === "int32") return new Int32Array(size);
  return dtype === "uint8" || dtype === "bool" ? new Uint8Array(size) : new Float64Array(size);
}

const ROOM = new Int32Array(1);

/** `value` as an item of this kind holds it. */
export function stored(dtype: Kind, value: number): number {
  switch (dtype) {
    case "float64":
      return value;
    case "float32":
      return Math.fround(value);
    case "int64":
      return int(value);
    case "uint64":
      return int(value < 0 ? value + 2 ** 64 : value); // which raises
    case "int32":
      ROOM[0] = value;
      return ROOM[0];
    case "uint8":
      return value & 255;
    case "bool":
      return value !== 0 ? 1 : 0;
  }
}

export function product(sizes: readonly number[]): number {
  return sizes.reduce((size, each) => size * each, 1);
}

function contiguous(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return strides;
}

export class NDArray {
  readonly dtype: Kind;
  readonly data: Data;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;

  constructor(dtype: Kind, data: Data, shape: readonly number[], strides: readonly number[] = contiguous(shape), offset = 0) {
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
  view(shape: readonly number[], strides: readonly number[], offset = this.offset): NDArray {
    return new NDArray(this.dtype, this.data, shape, strides, offset);
  }

  /** The rows; of one axis its scalars. */
  *[Symbol.iterator](): Generator<NDArray | Scalar> {
    for (let i = 0; i < this.shape[0]!; i++) yield this.row(i);
  }

  /** `array[i]` along the first axis, `i` within it. */
  row(i: number): NDArray | Scalar {
    const offset = this.offset + i * this.strides[0]!;
    if (this.shape.length === 1) return new Scalar(this.dtype, this.data[offset]!);
    return this.view(this.shape.slice(1), this.strides.slice(1), offset);
  }
}

/** An array, or its only item where it has no axes. */
export function scalarOr(array: NDArray): NDArray | Scalar {
  return array.shape.length ? array : new Scalar(array.dtype, array.data[array.offset]!);
}

/** The places in the data of all items, the last axis fastest. */
export function places({ shape, strides, offset }: NDArray): Int32Array {
  let found = Int32Array.of(offset);
  for (let axis = 0; axis < shape.length; axis++) {
    const [size, stride] = [shape[axis]!, strides[axis]!];
    const next = new Int32Array(found.length * size);
    for (let i = 0, at = 0; i < found.length; i++) {
      for (let j = 0; j < size; j++) next[at++] = found[i]! + j * stride;
    }
    found = next;
  }
  return found;
}

function isContiguous({ shape, strides }: NDArray): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step) return false;
    step *= shape[axis]!;
  }
  return true;
}

/** The items one after another: the data itself where they lie like that, which nobody may write to. */
export function flat(array: NDArray): Data {
  if (isContiguous(array)) return array.data.subarray(array.offset, array.offset + array.size);
  const from = places(array);
  const items = allocate(array.dtype, from.length);
  for (let k = 0; k < from.length; k++) items[k] = array.data[from[k]!]!;
  return items;
}

/**
 * Computes item by item in the order in which operands lie in memory, in which the result then lies, too: what is summed
 * later is summed in that order. `compute` is given the items of each operand one after another.
 */
export function inMemoryOrder(
  dtype: Kind, shape: readonly number[], operands: readonly NDArray[], compute: (...items: Data[]) => ArrayLike<number>,
): NDArray {
  const whole = operands.map((operand) => broadcastTo(operand, shape));
  const size = (axis: number): number => Math.abs(whole.find((each) => each.strides[axis] !== 0)?.strides[axis] ?? 0);
  const order = shape.map((_, axis) => axis).sort((a, b) => (shape[a] === 1 || shape[b] === 1 ? a - b : size(b) - size(a)));
  const data = compute(...whole.map((each) => flat(permuted(each, order)))) as Data;
  const result = new NDArray(dtype, data, order.map((axis) => shape[axis]!));
  return permuted(result, order.map((_, axis) => order.indexOf(axis)));
}

/** The same data with its axes in this order. */
export function permuted(array: NDArray, order: readonly number[]): NDArray {
  return array.view(order.map((axis) => array.shape[axis]!), order.map((axis) => array.strides[axis]!));
}

/** A copy in an order of its own. */
export function copied(array: NDArray): NDArray {
  return new NDArray(array.dtype, flat(array).slice(), array.shape);
}

/** The items as another kind holds them; `array.astype(kind)`. */
export function npAstype<T extends NDArray | Scalar>(value: T, dtype: Kind): T {
  if (value instanceof Scalar) return new Scalar(dtype, converted(dtype, value.dtype, Number(value))) as T;
  return inMemoryOrder(dtype, value.shape, [value], (items) => {
    const data = allocate(dtype, items.length);
    for (let k = 0; k < items.length; k++) data[k] = converted(dtype, value.dtype, items[k]!);
    return data;
  }) as T;
}

/** An item of the kind `from` as one of the kind `to`: floats lose what is behind the point, ints wrap. */
export function converted(to: Kind, from: Kind, value: number): number {
  if (to === from || to === "float64") return value;
  if (to === "bool") return value !== 0 ? 1 : 0;
  return stored(to, isFloat(to) || !isFloat(from) ? value : Math.trunc(value));
}

export function isFloat(dtype: Kind): boolean {
  return dtype === "float64" || dtype === "float32";
}

/** "(2, 3)", as NumPy's messages have it. */
export function shapeText(shape: readonly number[], separator = ","): string {
  return `(${shape.join(separator)}${shape.length === 1 ? "," : ""})`;
}

/** `array` repeated along axes of size 1, as a view. */
export function broadcastTo(array: NDArray, shape: readonly number[]): NDArray {
  const missing = shape.length - array.ndim;
  const strides = shape.map((size, axis) => (axis < missing || array.shape[axis - missing] !== size ? 0 : array.strides[axis - missing]!));
  return array.view(shape, strides);
}

/** The shape that arrays of these shapes have together. */
export function commonShape(...shapes: (readonly number[])[]): number[] {
  const ndim = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: ndim }, (_, axis) => {
    let common = 1;
    for (const shape of shapes) {
      const size = shape[axis - ndim + shape.length] ?? 1;
      if (size === 1 || size === common) continue;
      if (common !== 1) {
        const texts = shapes.map((each) => `${shapeText(each)} `).join("");
        throw new ValueError(`operands could not be broadcast together with shapes ${texts}`);
      }
      common = size;
    }
    return common;
  });
}

/** An axis counted from the front. */
export function axisOf(array: { readonly ndim: number }, axis: number): number {
  const from = axis < 0 ? axis + array.ndim : axis;
  if (from < 0 || from >= array.ndim) throw new IndexError(`axis ${axis} is out of bounds for array of dimension ${array.ndim}`);
  return from;
}
