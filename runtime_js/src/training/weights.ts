/** All variables of a program as host arrays, and back. Loaded when asked for. */

import type { HostArray } from "../app/contract.js";
import type { State } from "./state.js";

export async function readWeights(state: State): Promise<Record<string, HostArray>> {
  await state.ready();
  // All reads begin before any ends, so that no step comes between them.
  return Object.fromEntries(await Promise.all(state.program.variables.map(async ({ name, shape, dtype }) =>
    [name, { shape, dtype, data: await state.backend.read(state.variables.get(name)!) }] as const)));
}

export async function writeWeights(state: State, weights: Record<string, HostArray>): Promise<void> {
  await state.ready();
  const { variables } = state.program;
  const values = Object.entries(weights).map(([name, value]) => {
    const info = variables.find((variable) => variable.name === name);
    if (!info) {
      const names = variables.map((variable) => variable.name).join(", ");
      throw new Error(`setWeights: expected names of variables (${names}), received "${name}".`);
    }
    const { shape, dtype, data } = value ?? {};
    const expected = `setWeights: expected ${name} of type ${info.dtype}[${info.shape.join(", ")}]`;
    if (!Array.isArray(shape) || !ArrayBuffer.isView(data)) {
      throw new TypeError(`${expected} as { shape, dtype, data } with a typed array as data, received something else.`);
    }
    if (dtype !== info.dtype || `${shape}` !== `${info.shape}` || data.length !== info.shape.reduce((a, b) => a * b, 1)) {
      throw new Error(`${expected}, received ${dtype}[${shape.join(", ")}] with ${data.length} numbers.`);
    }
    return { shape: [...shape], dtype, data: data.slice() }; // the caller keeps theirs
  });
  await state.watch(() => state.assign(Object.keys(weights), state.upload(values)));
}
