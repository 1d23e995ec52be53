/** New arrays: of nested lists, of one value, of steps. */

import { TypeError, ValueError } from "../python/exceptions.js";
import { allocate, asArray, fitting, flat, isFloat, made, NDArray, npAstype, scalarOr, shapeText, stored, type Kind, type Value } from "./array.js";

type Nested = number | boolean | Number | NDArray | Iterable<Nested>;
export type Sizes = number | Number | readonly (number | Number)[];

/**
 * `numpy.array(values, dtype)`: lists in lists, whose innermost items are numbers or arrays. `mixed`: some are ints, some
 * floats; where all turn out to be ints, NumPy would make another array than the compiler counts on.
 */
export function npArray(values: Nested, dtype: Kind, mixed = false): NDArray {
  if (values instanceof NDArray) return values.dtype === dtype ? new NDArray(dtype, flat(values).slice(), values.shape) : npAstype(values, dtype);
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
  return new NDArray(dtype, allocate(dtype, items), shape.filter((size) => size >= 0));
}

export function sizes(shape: Sizes): number[] {
  return [shape].flat().map(Number);
}

/** `numpy.full(shape, value, dtype)`; zeros and ones are such. */
export function npFull(shape: Sizes, value: number | Number, dtype: Kind): NDArray {
  const own = sizes(shape);
  if (own.some((size) => size < 0)) throw new ValueError("negative dimensions are not allowed");
  const item = fitting(dtype, value);
  return made(dtype, own, () => item);
}

/** `numpy.arange(start, stop, step)` */
export function npArange(dtype: Kind, start: number, stop: number, step = 1): NDArray {
  if (step === 0) throw new ValueError("Maximum allowed size exceeded");
  const delta = isFloat(dtype) ? start + step - start : step; // as NumPy: by the difference of the first two
  return made(dtype, [Math.max(0, Math.ceil((stop - start) / step))], (k) => start + (k === 1 ? step : k * delta));
}

/** `numpy.linspace(start, stop, num)`; the last item is `stop` itself. */
export function npLinspace(start: number, stop: number, count = 50, endpoint = true): NDArray {
  if (count < 0) throw new ValueError(`Number of samples, ${count}, must be non-negative.`);
  const parts = count - Number(endpoint);
  const width = stop - start;
  const step = width / (parts || 1);
  return made("float64", [count], (k) => (k && k === parts ? stop : (step ? k * step : (k / (parts || 1)) * width) + start));
}

/** `numpy.eye(rows, columns, k)` */
export function npEye(rows: number, columns: number | null, k: number, dtype: Kind): NDArray {
  const width = columns ?? rows;
  return made(dtype, [rows, width], (at) => at % width === Math.floor(at / width) + k);
}

/** A Python number as a scalar: `numpy.float64(value)`. */
export function npScalar(value: number | boolean | Number, dtype: Kind): Value {
  return scalarOr(asArray(value, dtype));
}
