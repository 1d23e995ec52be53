/**
 * `Dataset`: a lazy description of rows, their order and what is computed of them, with the meaning of tf.data. Order
 * is decided on lists of indices; rows are gathered a batch at a time, uploaded, and mapped as a whole batch (mapped
 * functions are compiled with a leading dimension, so that one before `batch` and one after it run alike).
 */

import type { HostArray, Tensor } from "../app/contract.js";
import { permutation } from "../random/permutation.js";
import { site } from "../random/site.js";
import type { State } from "../training/state.js";
import type { Rows as Shipped } from "./rows.js";
import { typedArray } from "./typed_array.js";

/** Where rows come from: shards, or arrays of a script. */
type Rows = Pick<Shipped, "size" | "load" | "gather">;

/** A compiled tensor function: borrows its inputs, gives its results away. */
export type TensorMap = (inputs: Tensor[], reins?: Reins) => Tensor[] | Promise<Tensor[]>;

/** The reins of whoever iterates: a run can be paused and stopped before each batch, and while data loads. */
export interface Reins {
  gate(): Promise<void>;
  unlessStopped<T>(promise: Promise<T>): Promise<T>;
  readonly signal?: AbortSignal; // of a stop
}

/** A list of indices; `next` begins an iteration, which a shuffle counts. */
interface Order {
  size: number;
  next(): Uint32Array;
}

interface Plan {
  order: Order; // of rows or, once there are any, of batches
  batch?: { rows: Order; size: number };
  maps: TensorMap[];
  shuffles: number;
  reshuffled: boolean; // the order changes from one iteration to the next
}

function range(size: number): Order {
  return { size, next: () => Uint32Array.from({ length: size }, (_, i) => i) };
}

export function count(what: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new RangeError(`${what}: expected an integer of at least ${least}, received ${value}.`);
}

export class Dataset {
  readonly #state: State;
  readonly #rows: Rows;
  readonly #plan: Plan;

  constructor(state: State, rows: Rows, plan: Plan = { order: range(rows.size), maps: [], shuffles: 0, reshuffled: false }) {
    this.#state = state;
    this.#rows = rows;
    this.#plan = plan;
  }

  #with(change: Partial<Plan>): Dataset {
    return new Dataset(this.#state, this.#rows, { ...this.#plan, ...change });
  }

  #slice(start: number, end: number): Dataset {
    const { order } = this.#plan;
    return this.#with({ order: { size: end - start, next: () => order.next().subarray(start, end) } });
  }

  /** How many elements (batches, once batched) an iteration gives. */
  get size(): number {
    return this.#plan.order.size;
  }

  map(fn: TensorMap): Dataset {
    return this.#with({ maps: [...this.#plan.maps, fn] });
  }

  batch(size: number, { dropRemainder = false } = {}): Dataset {
    const rows = this.#plan.order;
    const batches = rows.size / count("batch", size, 1);
    return this.#with({ batch: { rows, size }, order: range(dropRemainder ? Math.floor(batches) : Math.ceil(batches)) });
  }

  shuffle({ seed = 0, reshuffleEachIteration = true } = {}): Dataset {
    const { order, reshuffled, shuffles } = this.#plan;
    const key = site(`shuffle:${shuffles}`);
    let iterations = 0;
    return this.#with({
      shuffles: shuffles + 1,
      reshuffled: reshuffled || reshuffleEachIteration,
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
    const { size } = this;
    return this.#slice(0, n === -1 ? size : Math.min(size, count("take", n, 0)));
  }

  /** All but the first `n` elements; none for -1. */
  skip(n: number): Dataset {
    const { size } = this;
    return this.#slice(n === -1 ? size : Math.min(size, count("skip", n, 0)), size);
  }

  /** Two datasets: the first `size` elements, or that share of them for a fraction, and the rest. */
  split(size: number): [Dataset, Dataset] {
    if (this.#plan.reshuffled) {
      throw new RangeError("split: expected an order that stays, received one that shuffles again each iteration; use reshuffle_each_iteration=False.");
    }
    const left = size > 0 && size < 1 ? Math.floor(this.size * size) : size;
    return [this.take(left), this.skip(left)];
  }

  /** One iteration: the tensors of each batch, which the consumer disposes, and the rows that they were made of. */
  async *batches(reins: Reins): AsyncGenerator<{ tensors: Tensor[]; rows: Uint32Array }> {
    const { order, batch, maps } = this.#plan;
    const { size, rows } = batch!;
    if (!order.size) return;
    const all = rows.next();
    const chosen = Array.from(order.next(), (i) => all.subarray(i * size, (i + 1) * size));
    const state = this.#state;
    await reins.unlessStopped(Promise.all([this.#rows.load(chosen, reins.signal), state.ready()]));
    for (const rows of chosen) {
      await reins.gate();
      let tensors = state.upload(this.#rows.gather(rows));
      for (const fn of maps) {
        const inputs = tensors;
        try {
          tensors = await fn(inputs, reins);
        } finally {
          this.dispose(inputs);
        }
      }
      yield { tensors, rows };
    }
  }

  /** The source's own values of these rows, before any map. */
  gather(rows: Uint32Array): HostArray[] {
    return this.#rows.gather(rows).map(({ shape, dtype, fill }) => {
      const data = typedArray(dtype, shape.reduce((a, b) => a * b, 1));
      fill(data);
      return { shape, dtype, data };
    });
  }

  read(tensor: Tensor): ReturnType<State["backend"]["read"]> {
    return this.#state.backend.read(tensor);
  }

  dispose(tensors: Tensor[]): void {
    this.#state.backend.dispose(...tensors);
  }
}
