/** All variables of a program as host arrays, and back. Loaded when asked for. */

import type { HostArray, VariableInfo } from "../app/contract.js";
import type { State } from "./state.js";

/** What scripts make has variables of its own, which are theirs. */
const kept = (state: State): VariableInfo[] => state.program.variables.filter(({ name }) => state.variables.has(name));

export async function readWeights(state: State): Promise<Record<string, HostArray>> {
  await state.ready();
  // All reads begin before any ends, so that no step comes between them.
  return Object.fromEntries(await Promise.all(kept(state).map(async ({ name, shape, dtype }) =>
    [name, { shape, dtype, data: await state.backend.read(state.variables.get(name)!) }] as const)));
}

export async function writeWeights(state: State, weights: Record<string, HostArray>): Promise<void> {
  await state.ready();
  const variables = kept(state);
  const values = Object.entries(weights).map(([name, value]) => {
    const info = variables.find((variable) => variable.name === name);
    if (!info) {
      const names = variables.map((variable) => variable.name).join(", ");
      throw new Error(`setWeights: expected names of variables (${names}), received "${name}".`);
    }
    const { shape, dtype, data } = value;
    if (dtype !== info.dtype || `${shape}` !== `${info.shape}`) {
      throw new Error(`setWeights: expected ${name} of type ${info.dtype}[${info.shape.join(", ")}], received ${dtype}[${shape.join(", ")}].`);
    }
    return { shape, dtype, data };
  });
  await state.inTurn(() => state.watch(() => state.assign(Object.keys(weights), state.upload(values))));
}
