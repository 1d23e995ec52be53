/** New arrays: of nested lists, of one value, of steps. */

import { OverflowError, TypeError, ValueError } from "../python/exceptions.js";
import { allocate, flat, isFloat, NDArray, npAstype, product, Scalar, shapeText, stored, vector, type Kind, type Shape } from "./array.js";

type Nested = number | boolean | Number | NDArray | Iterable<Nested>;
export type Sizes = number | Number | readonly (number | Number)[];

/**
 * `numpy.array(values, dtype)`: lists in lists, whose innermost items are numbers or arrays. `mixed`: some are ints, some
 * floats; where all turn out to be ints, NumPy would make another array than the compiler counts on.
 */
export function npArray(values: Nested, dtype: Kind, mixed = false): NDArray {
  if (values instanceof NDArray) return values.dtype === dtype ? copied(values) : npAstype(values, dtype);
  const shape: number[] = [];
  const items: number[] = [];
  let hasFloats = !mixed; // those that look like ints say that they are none
  const expect = (depth: number, size: number): void => { // -1: no axis here
    if (shape.length === depth) shape.push(size);
    if (shape[depth] !== size) {
      throw new ValueError(`setting an array element with a sequence. The requested array has an inhomogeneous shape after ${depth} dimensions. The detected shape was ${shapeText(shape.slice(0, depth), ", ")} + inhomogeneous part.`);
    }
  };
  const gather = (value: Nested, depth: number): void => {
    if (value instanceof NDArray) {
      [...value.shape, -1].forEach((size, k) => expect(depth + k, size));
      for (const item of flat(value)) items.push(stored(dtype, item));
    } else if (typeof value === "object" && Symbol.iterator in value) {
      const inner = [...value];
      expect(depth, inner.length);
      for (const each of inner) gather(each, depth + 1);
    } else {
      expect(depth, -1);
      hasFloats ||= !Number.isInteger(value);
      items.push(fitting(dtype, value));
    }
  };
  gather(values, 0);
  if (!hasFloats && items.length) {
    throw new TypeError("expected a float among the numbers of an array, received ints only; say which it is: np.array(values, dtype=float)");
  }
  return new NDArray(dtype, vector(dtype, items).data, shape.filter((size) => size >= 0));
}

/** A copy in an order of its own. */
export function copied(array: NDArray): NDArray {
  return new NDArray(array.dtype, flat(array).slice(), array.shape);
}

/** A number of Python's as an item of this kind. */
export function fitting(dtype: Kind, value: number | boolean | Number): number {
  const plain = Number(value);
  const isOut = dtype === "uint8" ? plain < 0 || plain > 255 : dtype === "int32" && Number.isInteger(plain) && plain !== (plain | 0);
  if (isOut && !(value instanceof Scalar)) throw new OverflowError(`Python integer ${plain} out of bounds for ${dtype}`);
  return stored(dtype, plain);
}

export function sizes(shape: Sizes): number[] {
  return [shape].flat().map(Number);
}

/** `numpy.full(shape, value, dtype)`; zeros and ones are such. */
export function npFull(shape: Sizes, value: number | Number, dtype: Kind): NDArray {
  const own = sizes(shape);
  if (own.some((size) => size < 0)) throw new ValueError("negative dimensions are not allowed");
  return new NDArray(dtype, allocate(dtype, product(own)).fill(fitting(dtype, value)), own);
}

function made(dtype: Kind, shape: Shape, item: (k: number) => number): NDArray {
  return new NDArray(dtype, allocate(dtype, product(shape)).map((_, k) => item(k)), shape);
}

/** `numpy.arange(start, stop, step)` */
export function npArange(dtype: Kind, start: number, stop: number, step = 1): NDArray {
  if (step === 0) throw new ValueError("Maximum allowed size exceeded");
  const delta = isFloat(dtype) ? start + step - start : step; // as NumPy: by the difference of the first two
  return made(dtype, [Math.max(0, Math.ceil((stop - start) / step))], (k) => (k === 1 ? start + step : start + k * delta));
}

/** `numpy.linspace(start, stop, num)`; the last item is `stop` itself. */
export function npLinspace(start: number, stop: number, count = 50, endpoint = true): NDArray {
  if (count < 0) throw new ValueError(`Number of samples, ${count}, must be non-negative.`);
  const parts = endpoint ? count - 1 : count;
  const width = stop - start;
  const step = parts > 0 ? width / parts : width;
  return made("float64", [count], (k) => (
    endpoint && k > 0 && k === parts ? stop : (step === 0 ? (k / (parts || 1)) * width : k * step) + start));
}

/** `numpy.eye(rows, columns, k)` */
export function npEye(rows: number, columns: number | null, k: number, dtype: Kind): NDArray {
  const width = columns ?? rows;
  return made(dtype, [rows, width], (at) => Number(at % width === Math.floor(at / width) + k));
}

/** A number of Python's as a scalar: `numpy.float64(value)`. */
export function npScalar(value: number | boolean | Number, dtype: Kind): Scalar {
  return new Scalar(dtype, vector(dtype, [fitting(dtype, value)]).data[0]!);
}
