/** New arrays: of nested lists, of one value, of steps. */

import { OverflowError, TypeError, ValueError } from "../python/exceptions.js";
import { allocate, converted, copied, flat, isFloat, NDArray, npAstype, product, Scalar, type Kind } from "./array.js";

type Nested = number | boolean | Number | NDArray | readonly Nested[] | Iterable<Nested>;
type Shape = number | Number | readonly (number | Number)[];

/**
 * `numpy.array(values, dtype)`: lists in lists, whose innermost items are numbers or arrays. `mixed`: some are ints, some
 * floats; where all turn out to be ints, NumPy would make another array than the compiler counts on.
 */
export function npArray(values: Nested, dtype: Kind, mixed = false): NDArray {
  if (values instanceof NDArray) return values.dtype === dtype ? copied(values) : npAstype(values, dtype);
  const shape: number[] = [];
  const items: number[] = [];
  let hasFloats = false; // those that look like ints say that they are none
  const gather = (value: Nested, depth: number): void => {
    if (value instanceof NDArray) {
      value.shape.forEach((size, k) => expect(depth + k, size));
      expect(depth + value.ndim, -1);
      for (const item of flat(value)) items.push(converted(dtype, value.dtype, item));
    } else if (typeof value === "object" && Symbol.iterator in value) {
      const inner = Array.isArray(value) ? value : Array.from(value as Iterable<Nested>);
      expect(depth, inner.length);
      for (const each of inner) gather(each, depth + 1);
    } else {
      expect(depth, -1);
      if (typeof value !== "number" || !Number.isInteger(value)) hasFloats = true;
      items.push(fitting(dtype, value as number));
    }
  };
  const expect = (depth: number, size: number): void => { // -1: no axis here
    if (shape.length === depth) shape.push(size);
    if (shape[depth] !== size) {
      throw new ValueError(`setting an array element with a sequence. The requested array has an inhomogeneous shape after ${depth} dimensions. The detected shape was ${textOf(shape.slice(0, depth))} + inhomogeneous part.`);
    }
  };
  gather(values, 0);
  if (mixed && items.length && !hasFloats) {
    throw new TypeError("expected a float among the numbers of an array, received ints only; say which it is: np.array(values, dtype=float)");
  }
  if (shape.at(-1) === -1) shape.pop();
  const data = allocate(dtype, items.length);
  data.set(items);
  return new NDArray(dtype, data, shape);
}

function textOf(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/** A number of Python's as an item of this kind. */
export function fitting(dtype: Kind, value: number | boolean | Number): number {
  const from: Kind = value instanceof Scalar ? value.dtype : Number.isInteger(Number(value)) ? "int64" : "float64";
  const plain = Number(value);
  if (!(value instanceof Scalar) && ((dtype === "uint8" && (plain < 0 || plain > 255)) || (dtype === "int32" && plain !== (plain | 0) && from === "int64"))) {
    throw new OverflowError(`Python integer ${plain} out of bounds for ${dtype}`);
  }
  return converted(dtype, from, plain);
}

export function sizes(shape: Shape): number[] {
  return Array.isArray(shape) ? shape.map(Number) : [Number(shape)];
}

/** `numpy.full(shape, value, dtype)`; zeros and ones are such. */
export function npFull(shape: Shape, value: number | Number, dtype: Kind): NDArray {
  const own = sizes(shape);
  if (own.some((size) => size < 0)) throw new ValueError("negative dimensions are not allowed");
  return new NDArray(dtype, allocate(dtype, product(own)).fill(fitting(dtype, value)), own);
}

/** `numpy.arange(start, stop, step)` */
export function npArange(dtype: Kind, start: number, stop: number, step = 1): NDArray {
  if (step === 0) throw new ValueError("Maximum allowed size exceeded");
  const count = Math.max(0, Math.ceil((stop - start) / step));
  const data = allocate(dtype, count);
  const delta = isFloat(dtype) ? start + step - start : step; // as NumPy: by the difference of the first two
  for (let k = 0; k < count; k++) data[k] = k === 1 ? start + step : start + k * delta;
  return new NDArray(dtype, data, [count]);
}

/** `numpy.linspace(start, stop, num)`; the last item is `stop` itself. */
export function npLinspace(start: number, stop: number, count = 50, endpoint = true): NDArray {
  if (count < 0) throw new ValueError(`Number of samples, ${count}, must be non-negative.`);
  const parts = endpoint ? count - 1 : count;
  const data = new Float64Array(count);
  const step = (stop - start) / parts;
  for (let k = 0; k < count; k++) data[k] = (step === 0 ? (k / parts) * (stop - start) : k * (parts > 0 ? step : stop - start)) + start;
  if (endpoint && count > 1) data[count - 1] = stop;
  return new NDArray("float64", data, [count]);
}

/** `numpy.eye(rows, columns, k)` */
export function npEye(rows: number, columns: number | null, k: number, dtype: Kind): NDArray {
  const width = columns ?? rows;
  const found = npFull([rows, width], 0, dtype);
  for (let i = 0; i < rows; i++) if (i + k >= 0 && i + k < width) found.data[i * width + i + k] = 1;
  return found;
}

/** A number of Python's as a scalar: `numpy.float64(value)`. */
export function npScalar(value: number | boolean | Number, dtype: Kind): Scalar {
  return new Scalar(dtype, fitting(dtype, value));
}
