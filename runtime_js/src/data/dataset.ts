/**
 * `Dataset`: a lazy description of rows, their order and what is computed of them, with the meaning of tf.data. Order
 * is decided on lists of indices; rows are gathered a batch at a time, uploaded, and mapped as a whole batch (mapped
 * functions are compiled with a leading dimension, so that one before `batch` and one after it run alike).
 */

import type { Backend, Tensor } from "../app/contract.js";
import { permutation } from "../random/permutation.js";
import { site as siteOf } from "../random/site.js";
import type { Rows } from "./rows.js";

/** A compiled tensor function, as `map` takes it: borrows its inputs, gives its results away. */
export interface TensorMap {
  batched(inputs: Tensor[]): Tensor[];
}

/** The reins of whoever iterates: a run can be paused and stopped before each element, and while data loads. */
export interface Reins {
  gate(): Promise<void>;
  unlessStopped<T>(promise: Promise<T>): Promise<T>;
}

export interface Device {
  backend: Backend;
  ready(): Promise<void>; // the variables that mapped functions capture are there
  control(): Reins; // of the script that runs now
}

export interface ShuffleOptions {
  seed?: number;
  site?: number;
  reshuffleEachIteration?: boolean;
}

/** A list of indices; `next` begins an iteration, which a shuffle counts. */
interface Order {
  size: number;
  next(): Uint32Array;
}

interface Plan {
  order: Order; // of rows, or of batches once there are any
  batch?: { rows: Order; size: number };
  maps: TensorMap[];
  shuffles: number;
}

function range(size: number): Order {
  return { size, next: () => Uint32Array.from({ length: size }, (_, i) => i) };
}

function slice(order: Order, start: number, end: number): Order {
  return { size: end - start, next: () => order.next().subarray(start, end) };
}

function count(what: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`${what}: expected an integer of at least ${least}, received ${value}.`);
}

export class Dataset {
  readonly #device: Device;
  readonly #rows: Rows;
  readonly #plan: Plan;

  constructor(device: Device, rows: Rows, plan: Plan = { order: range(rows.size), maps: [], shuffles: 0 }) {
    this.#device = device;
    this.#rows = rows;
    this.#plan = plan;
  }

  #with(change: Partial<Plan>): Dataset {
    return new Dataset(this.#device, this.#rows, { ...this.#plan, ...change });
  }

  /** How many elements (batches, once batched) an iteration gives. */
  get size(): number {
    return this.#plan.order.size;
  }

  get batched(): boolean {
    return !!this.#plan.batch;
  }

  map(fn: TensorMap): Dataset {
    return this.#with({ maps: [...this.#plan.maps, fn] });
  }

  batch(size: number, { dropRemainder = false }: { dropRemainder?: boolean } = {}): Dataset {
    if (this.batched) throw new Error("batch: expected a dataset of single elements, received batches. Call batch once.");
    const rows = this.#plan.order;
    const batches = rows.size / count("batch", size, 1);
    return this.#with({ batch: { rows, size }, order: range(dropRemainder ? Math.floor(batches) : Math.ceil(batches)) });
  }

  shuffle({ seed = 0, site, reshuffleEachIteration = true }: ShuffleOptions = {}): Dataset {
    const { order, shuffles } = this.#plan;
    const key = site ?? siteOf(`shuffle:${shuffles}`);
    let iterations = 0;
    return this.#with({
      shuffles: shuffles + 1,
      order: {
        size: order.size,
        next() {
          const from = order.next();
          return permutation(from.length, seed >>> 0, key, reshuffleEachIteration ? iterations++ : 0).map((i) => from[i]!);
        },
      },
    });
  }

  /** The first `n` elements; all of them for -1. */
  take(n: number): Dataset {
    const all = this.size;
    return this.#with({ order: slice(this.#plan.order, 0, n === -1 ? all : Math.min(all, count("take", n, 0))) });
  }

  /** All but the first `n` elements; none for -1. */
  skip(n: number): Dataset {
    const all = this.size;
    return this.#with({ order: slice(this.#plan.order, n === -1 ? all : Math.min(all, count("skip", n, 0)), all) });
  }

  /** Two datasets: the first `size` elements, or that share of them for a fraction, and the rest. */
  split(size: number): [Dataset, Dataset] {
    const left = size > 0 && size < 1 ? Math.floor(this.size * size) : count("split", size, 0);
    return [this.take(left), this.skip(left)];
  }

  /** One iteration: the tensors of each element, which the consumer disposes, and the rows that they were made of. */
  async *batches(control = this.#device.control()): AsyncGenerator<{ tensors: Tensor[]; rows: Uint32Array }> {
    const { order, batch, maps } = this.#plan;
    const { backend, ready } = this.#device;
    const rowsOf = batch?.rows.next();
    const chosen: Uint32Array[] = [];
    for (const i of order.next()) {
      chosen.push(batch && rowsOf ? rowsOf.subarray(i * batch.size, (i + 1) * batch.size) : Uint32Array.of(i));
    }
    await control.unlessStopped(Promise.all([this.#rows.load(chosen), ready()]));

    for (const rows of chosen) {
      await control.gate();
      const uploaded = backend.invoke(() => this.#rows.gather(rows).map((array) => backend.upload(array)));
      const tensors = maps.reduce((inputs, fn) => {
        try {
          return fn.batched(inputs);
        } finally {
          backend.dispose(...inputs);
        }
      }, uploaded);
      yield { tensors: batch ? tensors : await this.#unbatch(tensors), rows };
    }
  }

  /** The single elements of batches of one. A backend may lay a tensor out by its shape, so a new one is uploaded. */
  async #unbatch(tensors: Tensor[]): Promise<Tensor[]> {
    const { backend } = this.#device;
    try {
      const values = await Promise.all(tensors.map((tensor) => backend.read(tensor)));
      return backend.invoke(() => tensors.map(({ shape, dtype }, i) =>
        backend.upload({ shape: shape.slice(1), dtype, data: values[i]! })));
    } finally {
      backend.dispose(...tensors);
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Tensor[]> {
    for await (const { tensors } of this.batches()) yield tensors;
  }

  /** The source's own values of these rows, before any map. */
  gather = (rows: Uint32Array): ReturnType<Rows["gather"]> => this.#rows.gather(rows);
}
