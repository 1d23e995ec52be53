/** Arrays of the file that are too large to be written into the program: they are shipped as data sets are. */

import { loadShard } from "../data/shard.js";
import type { State } from "../training/state.js";
import { allocate, NDArray, product, type Kind } from "./array.js";

const KEPT = new WeakMap<State, Map<string, Promise<NDArray>>>(); // what one run of a script has loaded, the next one has

/** The array that the program's table has under this name. */
export function npShipped({ state }: { readonly state: State }, name: string): Promise<NDArray> {
  const kept = KEPT.get(state) ?? new Map<string, Promise<NDArray>>();
  KEPT.set(state, kept);
  const found = kept.get(name) ?? loaded(state, name);
  kept.set(name, found);
  found.catch(() => kept.delete(name)); // so that the next run tries again
  return found;
}

async function loaded(state: State, name: string): Promise<NDArray> {
  const { size, elements: [element] } = state.program.datasets[name]!;
  const shape = [size, ...element!.shape];
  const dtype: Kind = element!.dtype;
  const parts = await Promise.all(element!.shards.map((shard) => loadShard(shard, state.loader)));
  const data = allocate(dtype, product(shape));
  const bytes = new Uint8Array(data.buffer);
  let at = 0;
  for (const part of parts) {
    bytes.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return new NDArray(dtype, data, shape);
}
