/** Brings the inputs of an exported function, as a page or a Node program has them, into the declared type. */

import { size, type Dim, type DType, type HostArray } from "../app/contract.js";
import { typedArray } from "../data/typed_array.js";

type Nested = number | boolean | ArrayLike<number> | Nested[];

function flatten(value: Nested, shape: number[], depth: number, out: number[], name: string): void {
  if (typeof value === "object") {
    shape[depth] ??= value.length;
    if (shape[depth] !== value.length) {
      throw new Error(`${name}: expected arrays of equal lengths, received ${shape[depth]} and ${value.length}.`);
    }
    for (let i = 0; i < value.length; i++) flatten(value[i]!, shape, depth + 1, out, name);
  } else {
    if (depth !== shape.length || Number.isNaN(Number(value))) {
      throw new Error(`${name}: expected numbers in arrays of equal depth, received ${String(value)} at depth ${depth}.`);
    }
    out.push(Number(value));
  }
}

/**
 * A host array of the declared dtype. Where the function has a leading symbolic dimension and the input lacks it, the
 * input is one element and gets a leading 1; `single` says so.
 */
export function toHostArray(name: string, value: unknown, type: { shape: Dim[]; dtype: DType }): { array: HostArray; single: boolean } {
  let shape: number[];
  let data: ArrayLike<number>;
  if (typeof value === "object" && value && "data" in value && "shape" in value) {
    ({ shape, data } = value as HostArray);
    if (size(shape) !== data.length) {
      throw new Error(`${name}: expected ${size(shape)} numbers for shape [${shape.join(", ")}], received ${data.length}.`);
    }
  } else if (["number", "boolean"].includes(typeof value) || Array.isArray(value) || ArrayBuffer.isView(value)) {
    const numbers: number[] = [];
    flatten(value as Nested, shape = [], 0, numbers, name);
    data = numbers;
  } else {
    throw new Error(`${name}: expected numbers, nested arrays, an image or { shape, dtype, data }, received ${String(value)}.`);
  }
  const array = typedArray(type.dtype, data.length);
  array.set(data);
  if (type.dtype !== "float32") {
    const wrong = Array.prototype.findIndex.call(data, (number, i) => array[i] !== Number(number));
    if (wrong >= 0) throw new Error(`${name}: expected ${type.dtype} numbers, received ${data[wrong]}.`);
  }
  const single = typeof type.shape[0] === "string" && shape.length === type.shape.length - 1;
  return { array: { shape: single ? [1, ...shape] : [...shape], dtype: type.dtype, data: array }, single };
}
