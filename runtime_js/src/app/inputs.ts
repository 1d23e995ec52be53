/**
 * Numbers from outside: of a call, of a caller's weights. What is none is refused here, by name and place, before it
 * travels to the session, which may be in a worker.
 */

import type { HostArray } from "./contract.js";
import { describe } from "./describe.js";

type NumberArray = Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array
  | Float32Array | Float64Array;

/** Numbers row by row, of no dtype yet. */
export interface Numbers {
  shape: number[];
  data: NumberArray;
  /** The data are the caller's own array, which it may change as soon as the call has returned. */
  borrowed?: true;
}

const DTYPES = ["float32", "int32", "bool", "uint8"];

/** More than any kernel takes; a list that holds itself has no end. */
const MOST_AXES = 16;

function isTypedArray(value: unknown): value is NumberArray {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) !== "[object DataView]";
}

/** The array itself, if it holds numbers. */
function checked(what: string, array: NumberArray): NumberArray {
  if (array instanceof Float32Array && array.length) return array; // most are
  const kind = describe(array);
  if (kind.includes("Big")) throw new TypeError(`${what}: expected numbers, received ${kind}: convert its values with Number.`);
  try {
    if (!array.length) array.slice();
    return array;
  } catch {
    throw new TypeError(`${what}: expected numbers, received ${kind} whose memory was transferred.`);
  }
}

/** The same numbers in memory of their own. */
export function owned({ shape, data, borrowed }: Numbers): Numbers {
  return { shape, data: borrowed ? data.slice() : data };
}

/** To be sent to a worker: that copies all memory that an array is a view of, and none that threads share. */
export function sendable(numbers: Numbers): Numbers {
  const { shape, data } = numbers;
  return data.buffer instanceof ArrayBuffer && data.buffer.byteLength === data.byteLength ? { shape, data } : owned(numbers);
}

function refuse(what: string, expected: string, value: unknown, at: number[]): never {
  const place = at.length ? ` (${at.map((index) => `[${index}]`).join("")})` : "";
  throw new TypeError(`${what}: expected ${expected}, received ${describe(value)} at depth ${at.length}${place}.`);
}

/** Collects the numbers of lists of equal lengths. `true` and `false` count as 1 and 0, as in NumPy. */
function flatten(what: string, value: unknown, shape: number[], at: number[], out: number[]): void {
  const depth = at.length;
  const isTyped = isTypedArray(value);
  if (isTyped || Array.isArray(value)) {
    if (depth === shape.length && out.length) refuse(what, "numbers in arrays of equal depth", value, at);
    if (depth === MOST_AXES) refuse(what, `at most ${MOST_AXES} levels of arrays`, value, at);
    const items = isTyped ? checked(what, value) : value;
    const length = (shape[depth] ??= items.length);
    if (length !== items.length) {
      throw new TypeError(`${what}: expected arrays of equal lengths, received ${length} and ${items.length}.`);
    }
    if (isTyped && depth + 1 < shape.length) refuse(what, "numbers in arrays of equal depth", value, at);
    for (let i = 0; i < length; i++) {
      if (isTyped) {
        out.push(items[i]);
        continue;
      }
      at.push(i);
      flatten(what, items[i], shape, at, out);
      at.pop();
    }
    return;
  }
  // NaN among plain numbers is a conversion that failed; whoever means it gives a typed array.
  const isNumber = typeof value === "boolean" || (typeof value === "number" && value === value);
  if (depth !== shape.length || !isNumber) refuse(what, "numbers in arrays of equal depth", value, at);
  out.push(Number(value));
}

/** `{ shape, data }` with a `data` that holds as many numbers as the shape says. */
function fromObject(what: string, { shape, dtype, data }: Partial<Record<keyof HostArray, unknown>>): Numbers {
  if (!Array.isArray(shape) || ![...shape].every((length) => Number.isSafeInteger(length) && length >= 0)) {
    const received = Array.isArray(shape) ? `[${shape.map(describe).join(", ")}]` : describe(shape);
    throw new TypeError(`${what}: expected a shape of whole numbers from 0 on, received ${received}.`);
  }
  if (dtype !== undefined && !DTYPES.includes(dtype as string)) {
    throw new TypeError(`${what}: expected a dtype among ${DTYPES.join(", ")}, received ${describe(dtype)}.`);
  }
  if (!isTypedArray(data) && !Array.isArray(data)) {
    throw new TypeError(`${what}: expected a data of numbers, received ${describe(data)}.`);
  }
  const count = shape.reduce((a, b) => a * b, 1); // not contract's `size`: what this shares with the session would be one more file
  if (count !== data.length) {
    throw new TypeError(`${what}: expected ${count} numbers for shape [${shape.join(", ")}], received ${data.length}.`);
  }
  const numbers = toNumbers(`${what}, data`, data);
  if (numbers.shape.length !== 1) {
    throw new TypeError(`${what}: expected a data of numbers, row by row, received arrays in it.`);
  }
  return { ...numbers, shape: [...shape] };
}

export function toNumbers(what: string, value: unknown): Numbers {
  if (isTypedArray(value)) return { shape: [value.length], data: checked(what, value), borrowed: true };
  if (typeof value === "number" || typeof value === "boolean" || Array.isArray(value)) {
    const shape: number[] = [], numbers: number[] = [];
    flatten(what, value, shape, [], numbers);
    return { shape, data: Float64Array.from(numbers) };
  }
  if (typeof value === "object" && value && "data" in value && "shape" in value) return fromObject(what, value);
  throw new TypeError(`${what}: expected numbers, nested arrays, an image or { shape, dtype, data }, received ${describe(value)}.`);
}

/** What `getWeights` gives, back from a caller; the session holds its names, shapes and dtypes against the program's. */
export function checkedWeights(weights: unknown): Record<string, HostArray> {
  if (Object.prototype.toString.call(weights) !== "[object Object]") {
    throw new TypeError(`setWeights: expected { name: { shape, dtype, data } } as getWeights gives it, received ${describe(weights)}.`);
  }
  return Object.fromEntries(Object.entries(weights as object).map(([name, value]) => {
    const { dtype, data } = Object(value) as HostArray;
    if (!isTypedArray(data) || dtype === undefined) {
      const received = describe(value).startsWith("an object") ? `dtype ${describe(dtype)} and ${describe(data)}` : describe(value);
      throw new TypeError(`setWeights, ${name}: expected { shape, dtype, data } with a typed array as data, received ${received}.`);
    }
    return [name, { ...owned(fromObject(`setWeights, ${name}`, value)), dtype } as HostArray];
  }));
}
