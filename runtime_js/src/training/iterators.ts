/** Iterators over data sets that scripts keep: `it = iter(data)`, `next(it)`, `enumerate(it)`; and `time.sleep`. */

import type { Tensor } from "../app/contract.js";
import type { Dataset } from "../data/dataset.js";
import { StopIteration, ValueError } from "../python/exceptions.js";

type Batch = Tensor | Tensor[];

interface Run {
  each(dataset: Dataset): AsyncGenerator<Tensor[]>;
  gate(): Promise<void>;
  retain<T>(value: T): T;
  drop(...values: unknown[]): unknown;
}

/** `iter(dataset)`, which a loop that is left early does not end; `single`: its elements are one tensor, not a tuple. */
export function batchesOf(run: Run, dataset: Dataset, single = false): AsyncIterableIterator<Batch> {
  const batches = run.each(dataset);
  return {
    async next() {
      const { done, value } = await batches.next();
      return done ? { done, value } : { value: single ? value[0]! : value };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** `next(iterator)` */
export async function nextBatch<T>(iterator: AsyncIterator<T>): Promise<T> {
  const { done, value } = await iterator.next();
  if (done) throw new StopIteration("");
  return value;
}

/** `enumerate(iterator, start)` */
export async function* countedBatches<T>(iterator: AsyncIterable<T>, start = 0): AsyncGenerator<[number, T]> {
  let index = start;
  for await (const batch of iterator) yield [index++, batch];
}

/** `map(change, tensors)`, where `change` may take its item out of what is gone through. */
export function* mappedTensors<T, R>(run: Run, tensors: Iterable<T>, change: (tensor: T) => R): Generator<R> {
  for (const tensor of tensors) {
    run.retain(tensor);
    let made: R;
    try {
      made = change(tensor);
    } finally {
      run.drop(tensor);
    }
    yield made;
  }
}

/** `zip(data, other)` of data sets and of what is there at once: ends with the first that does. */
export async function* zippedBatches(run: Run, ...iterables: (AsyncIterable<unknown> | Iterable<unknown>)[]): AsyncGenerator<unknown[]> {
  const waits = (each: AsyncIterable<unknown> | Iterable<unknown>): each is AsyncIterable<unknown> => Symbol.asyncIterator in Object(each); // it may be a str
  const iterators = iterables.map((each) => (waits(each) ? each[Symbol.asyncIterator]() : each[Symbol.iterator]()));
  while (true) {
    const items: unknown[] = [];
    try {
      for (const iterator of iterators) {
        const { done, value } = await iterator.next();
        if (done) break;
        items.push(value);
      }
    } finally {
      if (items.length < iterators.length) run.drop(...items);
    }
    if (items.length < iterators.length) return;
    yield items;
  }
}

/** `time.sleep(seconds)`, which pauses and stops as any step does. */
export async function sleep(run: Run, seconds: number): Promise<void> {
  if (seconds < 0) throw new ValueError("sleep length must be non-negative");
  for (let left = seconds * 1000; left > 0; left -= 50) {
    await new Promise((done) => setTimeout(done, Math.min(left, 50)));
    await run.gate();
  }
}
