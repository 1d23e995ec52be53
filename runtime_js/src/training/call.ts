/** Calls of exported functions from outside, with host values. Loaded with the first one. */

import type { Dim, DType, HostArray } from "../app/contract.js";
import type { State } from "./state.js";

// Its own, since a module that this one shared with the session would become a file of its own in every bundle.
const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array, uint8: Uint8Array };

type Nested = number | boolean | ArrayLike<number> | Nested[];

function flatten(value: Nested, shape: number[], depth: number, out: number[], name: string): void {
  if (typeof value === "object") {
    if (depth === shape.length && out.length) throw new TypeError(`${name}: expected numbers in arrays of equal depth.`);
    if ((shape[depth] ??= value.length) !== value.length) {
      throw new TypeError(`${name}: expected arrays of equal lengths, received ${shape[depth]} and ${value.length}.`);
    }
    for (let i = 0; i < value.length; i++) flatten(value[i]!, shape, depth + 1, out, name);
  } else {
    if (depth !== shape.length || Number.isNaN(Number(value))) {
      throw new TypeError(`${name}: expected numbers in arrays of equal depth, received ${String(value)} at depth ${depth}.`);
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
    const size = shape.reduce((a, b) => a * b, 1);
    if (size !== data.length) {
      throw new TypeError(`${name}: expected ${size} numbers for shape [${shape.join(", ")}], received ${data.length}.`);
    }
  } else if (["number", "boolean"].includes(typeof value) || Array.isArray(value) || ArrayBuffer.isView(value)) {
    const numbers: number[] = [];
    flatten(value as Nested, shape = [], 0, numbers, name);
    data = numbers;
  } else {
    throw new TypeError(`${name}: expected numbers, nested arrays, an image or { shape, dtype, data }, received ${String(value)}.`);
  }
  const array = arrays[type.dtype].from(data);
  if (type.dtype !== "float32") {
    const wrong = Array.prototype.findIndex.call(data, (number, i) => array[i] !== Number(number));
    if (wrong >= 0) throw new TypeError(`${name}: expected ${type.dtype} numbers, received ${data[wrong]}.`);
  }
  const single = typeof type.shape[0] === "string" && shape.length === type.shape.length - 1;
  return { array: { shape: single ? [1, ...shape] : [...shape], dtype: type.dtype, data: array }, single };
}

/** Single elements in give single elements out. */
export async function call(state: State, exported: string, values: unknown[]): Promise<HostArray[]> {
  const { backend, program } = state;
  const name = program.exports[exported]!.function!;
  const { params, results } = program.functions[name]!;
  if (values.length !== params.length) {
    throw new TypeError(`${exported}: expected ${params.length} inputs (${params.map((param) => param.name).join(", ")}), `
      + `received ${values.length}.`);
  }
  const inputs = params.map((param, i) => toHostArray(`${exported}, ${param.name}`, values[i], param));
  const single = inputs.some((input) => input.single);
  await state.ready();
  let held = state.upload(inputs.map(({ array }) => array));
  try {
    const outputs = state.invoke(name, held);
    backend.dispose(...held);
    held = outputs;
    return await Promise.all(outputs.map(async (output, i): Promise<HostArray> => {
      const leading = single && typeof results[i]!.shape[0] === "string";
      return { shape: output.shape.slice(leading ? 1 : 0), dtype: output.dtype, data: await backend.read(output) };
    }));
  } finally {
    backend.dispose(...held);
  }
}
