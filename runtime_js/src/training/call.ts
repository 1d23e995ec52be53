/** Calls of exported functions from outside, with numbers that the app's side has checked. Loaded with the first one. */

import type { Dim, DType, HostArray, Tensor } from "../app/contract.js";
import type { Numbers } from "../app/inputs.js";
import type { Gate } from "../memory/pieces.js";
import type { State } from "./state.js";

// Its own, since a module that this one shared with the session would become a file of its own in every bundle.
const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array, uint8: Uint8Array };

/** Whether all numbers of such an array are of the dtype. */
function holdsOnly(data: Numbers["data"], dtype: DType): boolean {
  if (dtype === "float32" || data instanceof arrays[dtype]) return dtype !== "bool";
  if (data instanceof Uint8ClampedArray) return dtype !== "bool";
  return dtype === "int32" && (data instanceof Uint8Array || data instanceof Int8Array || data instanceof Int16Array || data instanceof Uint16Array);
}

/**
 * A host array of the declared dtype, of which the caller may change what it gave if `keeps`. Where the function has a
 * leading symbolic dimension and the input lacks it, the input is one element and gets a leading 1; `single` says so.
 */
function toHostArray(
  name: string, { shape, data, borrowed }: Numbers, type: { shape: Dim[]; dtype: DType }, keeps: boolean,
): { array: HostArray; single: boolean } {
  const array = !(data instanceof arrays[type.dtype]) ? new arrays[type.dtype](data) : borrowed && keeps ? data.slice() : data;
  if (!holdsOnly(data, type.dtype)) {
    const wrong = data.findIndex((number, i) => array[i] !== number || (type.dtype === "bool" && number > 1));
    if (wrong >= 0) throw new TypeError(`${name}: expected ${type.dtype} numbers, received ${data[wrong]}.`);
  }
  const single = typeof type.shape[0] === "string" && shape.length === type.shape.length - 1;
  return { array: { shape: single ? [1, ...shape] : shape, dtype: type.dtype, data: array as HostArray["data"] }, single };
}

/** Single elements in give single elements out. The variables are ready. */
export async function call(state: State, exported: string, values: Numbers[], reins: Gate): Promise<HostArray[]> {
  const { backend, program } = state;
  const name = program.exports[exported]!.function!;
  const { params, results, updates, waits } = program.functions[name]!;
  const inputs = params.map((param, i) => toHostArray(`${exported}, ${param.name}`, values[i]!, param, backend.keepsArrays));
  const single = inputs.some((input) => input.single);
  let held = state.upload(inputs.map(({ array }) => array));
  try {
    const invoke = (): Tensor[] | Promise<Tensor[]> => state.invoke(name, held, undefined, reins);
    const outputs = await (updates.length && !waits ? state.inTurn(invoke) : invoke()); // one in pieces takes its turn itself
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
