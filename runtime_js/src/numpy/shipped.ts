/** Arrays of the file that are too large to be written into the program: they are shipped as data sets are. */

import { loadShard } from "../data/shard.js";
import type { State } from "../training/state.js";
import { allocate, NDArray } from "./array.js";

const KEPT = new WeakMap<State, Record<string, Promise<NDArray>>>(); // what one run of a script has loaded, the next one has

/** The array that the program's table has under this name. */
export function npShipped({ state }: { readonly state: State }, name: string): Promise<NDArray> {
  const kept = KEPT.get(state) ?? {};
  KEPT.set(state, kept);
  return (kept[name] ??= loaded(state, name).catch((error) => {
    delete kept[name]; // so that the next run tries again
    throw error;
  }));
}

async function loaded({ program, loader }: State, name: string): Promise<NDArray> {
  const { size, elements: [element] } = program.datasets[name]!;
  const { dtype, shape, shards } = element!;
  const bytes = new Blob(await Promise.all(shards.map((shard) => loadShard(shard, loader))));
  return new NDArray(dtype, allocate(dtype, await bytes.arrayBuffer()), [size, ...shape]);
}
