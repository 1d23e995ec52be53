/** A data set at the root of pipelines: rows over shards, loaded as far as they are asked for. */

import { size as sizeOf, type DType, type HostArray } from "../app/contract.js";
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
  readonly #loads: (Promise<void> | undefined)[] = [];
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

  load(shard: number): Promise<void> {
    // A failed load is forgotten, so that a later run may try again.
    return this.#loads[shard] ??= this.#fetch(shard).catch((error) => {
      this.#loads[shard] = undefined;
      throw error;
    });
  }

  async #fetch(index: number): Promise<void> {
    this.#arrays[index] = typedArray(this.#info.dtype, await loadShard(this.#info.shards[index]!, this.#loader));
  }

  gather(rows: Uint32Array): HostArray {
    const { shape, dtype } = this.#info;
    const data = typedArray(dtype, rows.length * this.#size);
    rows.forEach((row, i) => {
      const shard = this.#shardOf(row);
      const from = (row - this.#starts[shard]!) * this.#size;
      data.set(this.#arrays[shard]!.subarray(from, from + this.#size), i * this.#size);
    });
    return { shape: [rows.length, ...shape], dtype, data };
  }

  /** Bytes to come for these shards. */
  bytes(shards: Iterable<number>): number {
    let bytes = 0;
    for (const shard of shards) if (!this.#loads[shard]) bytes += this.#info.shards[shard]!.bytes;
    return bytes;
  }
}

export class Rows {
  readonly #columns: Column[];

  readonly #loader: Loader;

  constructor(readonly size: number, elements: ElementInfo[], loader: Loader) {
    this.#loader = loader;
    this.#columns = elements.map((element) => new Column(element, loader));
  }

  /** Loads what these rows need and is not there yet. */
  async load(lists: Uint32Array[]): Promise<void> {
    const needed = this.#columns.map((column) => [column, column.needs(lists)] as const);
    this.#loader.expect(needed.reduce((bytes, [column, shards]) => bytes + column.bytes(shards), 0));
    await Promise.all(needed.flatMap(([column, shards]) => Array.from(shards, (shard) => column.load(shard))));
  }

  gather(rows: Uint32Array): HostArray[] {
    return this.#columns.map((column) => column.gather(rows));
  }
}
