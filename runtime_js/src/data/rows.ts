/** A data set at the root of pipelines: rows over shards, loaded as far as they are asked for. */

import { size as sizeOf, type DType } from "../app/contract.js";
import type { Gathered } from "../backends/backend.js";
import { typedArray, type Numbers } from "./typed_array.js";
import { loadShard, type Loader, type Shard } from "./shard.js";

export interface DataShard extends Shard {
  examples: number;
}

export interface ElementInfo {
  shape: number[];
  dtype: DType;
  shards: DataShard[];
}

/** One component of the rows: its shards, and where each begins. */
class Column {
  readonly #size: number;
  readonly #starts: number[] = [];
  readonly #loads: ({ promise: Promise<void>; signal: AbortSignal | undefined } | undefined)[] = [];
  readonly #arrays: Numbers[] = [];

  readonly #info: ElementInfo;
  readonly #loader: Loader;

  constructor(info: ElementInfo, loader: Loader) {
    this.#info = info;
    this.#loader = loader;
    this.#size = sizeOf(info.shape);
    let start = 0;
    for (const shard of info.shards) {
      this.#starts.push(start);
      start += shard.examples;
    }
  }

  #shardOf(row: number): number {
    let low = 0, high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The shards that hold these rows. */
  needs(lists: Uint32Array[]): Set<number> {
    const needed = new Set<number>();
    for (const rows of lists) {
      for (const row of rows) needed.add(this.#shardOf(row));
      if (needed.size === this.#starts.length) break;
    }
    return needed;
  }

  /** `signal` ends the download; who else waits for it begins it anew. */
  async load(shard: number, signal?: AbortSignal): Promise<void> {
    for (let under; (under = this.#loads[shard]);) {
      try {
        return await under.promise;
      } catch (error) {
        if (signal?.aborted || !under.signal?.aborted) throw error;
      }
    }
    // A failed load is forgotten, so that a later run may try again.
    const promise = this.#fetch(shard, signal).catch((error) => {
      this.#loads[shard] = undefined;
      throw error;
    });
    this.#loads[shard] = { promise, signal };
    return promise;
  }

  async #fetch(index: number, signal?: AbortSignal): Promise<void> {
    const shard = this.#info.shards[index]!, loader = this.#loader;
    this.#arrays[index] = typedArray(this.#info.dtype, await loadShard(shard, { ...loader, ...either(signal, loader.signal) }));
  }

  gather(rows: Uint32Array): Gathered {
    const { shape, dtype } = this.#info, size = this.#size;
    return {
      shape: [rows.length, ...shape],
      dtype,
      fill: (target) => rows.forEach((row, i) => {
        const shard = this.#shardOf(row), numbers = this.#arrays[shard]!;
        const from = (row - this.#starts[shard]!) * size;
        if (size === 1) target[i] = numbers[from]!;
        else target.set(numbers.subarray(from, from + size), i * size);
      }),
    };
  }
}

/** A signal for whichever comes first; browsers of 2023 have no AbortSignal.any. */
function either(one: AbortSignal | undefined, other: AbortSignal | undefined): { signal?: AbortSignal } {
  const signals = [one, other].filter((signal) => signal !== undefined);
  if (signals.length < 2) return signals.length ? { signal: signals[0]! } : {};
  const aborter = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) aborter.abort(signal.reason);
    signal.addEventListener("abort", () => aborter.abort(signal.reason), { once: true, signal: aborter.signal });
  }
  return { signal: aborter.signal };
}

export class Rows {
  readonly #columns: Column[];

  constructor(readonly size: number, elements: ElementInfo[], loader: Loader) {
    this.#columns = elements.map((element) => new Column(element, loader));
  }

  /** Loads what these rows need and is not there yet. */
  async load(lists: Uint32Array[], signal?: AbortSignal): Promise<void> {
    const needed = this.#columns.map((column) => [column, column.needs(lists)] as const);
    await Promise.all(needed.flatMap(([column, shards]) => Array.from(shards, (shard) => column.load(shard, signal))));
  }

  gather(rows: Uint32Array): Gathered[] {
    return this.#columns.map((column) => column.gather(rows));
  }
}
