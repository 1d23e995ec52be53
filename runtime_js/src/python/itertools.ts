/** Python's `itertools`, and `next`. */

import { type PythonError, StopIteration, ValueError } from "./exceptions.js";

/** `next(iterator)` */
export function nextItem<T>(iterator: Iterator<T>): T {
  const { done, value } = iterator.next();
  if (done) throw new StopIteration("");
  return value;
}

/** `next(iterator, otherwise)` */
export function nextOr<T, D>(iterator: Iterator<T>, otherwise: D): T | D {
  const { done, value } = iterator.next();
  return done ? otherwise : value;
}

/** What `__next__` of an object gives, or its `__getitem__` for 0, 1, 2, …, until it raises the error that ends it. */
export function* stepped<T>(step: (index: number) => T, End: new (text: string) => PythonError = StopIteration): Generator<T> {
  for (let index = 0; ; index++) {
    let item: T;
    try {
      item = step(index);
    } catch (error) {
      if (error instanceof End) return;
      throw error;
    }
    yield item;
  }
}

/** `itertools.islice(values, start, stop, step)`; it takes no item beyond the last one that it gives. */
export function sliced<T>(values: Iterable<T>, start: number | null, stop: number | null = null, step = 1): Generator<T> {
  const [first, end] = [start ?? 0, stop ?? Infinity];
  if (first < 0 || end < 0) {
    const what = stop === null || first < 0 ? "Indices" : "Stop argument";
    const beyond = "must be None or an integer: 0 <= x <= sys.maxsize.";
    throw new ValueError(`${what} for islice() ${beyond}`);
  }
  if (step < 1) throw new ValueError("Step for islice() must be a positive integer or None.");
  return slicing(values[Symbol.iterator](), first, end, step);
}

function* slicing<T>(iterator: Iterator<T>, start: number, stop: number, step: number): Generator<T> {
  for (let at = 0; at < stop; at++) {
    const { done, value } = iterator.next();
    if (done) return;
    if (at >= start && (at - start) % step === 0) yield value;
  }
}

/** `itertools.cycle(values)` */
export function* cycled<T>(values: Iterable<T>): Generator<T> {
  const seen: T[] = [];
  for (const value of values) {
    seen.push(value);
    yield value;
  }
  while (seen.length) yield* seen;
}

/** `itertools.product(*iterables, repeat=times)` */
export function product(iterables: Iterable<unknown>[], times = 1): Generator<unknown[]> {
  const pools = iterables.map((iterable) => [...iterable]);
  return multiplied(Array.from({ length: times }, () => pools).flat(), []);
}

function* multiplied([pool, ...rest]: unknown[][], chosen: unknown[]): Generator<unknown[]> {
  if (!pool) {
    yield chosen;
    return;
  }
  for (const item of pool) yield* multiplied(rest, [...chosen, item]);
}

/** `itertools.combinations(values, size)` */
export function combinations<T>(values: Iterable<T>, size: number): Generator<T[]> {
  return chosenFrom([...values], size, 0, []);
}

function* chosenFrom<T>(pool: T[], size: number, start: number, chosen: T[]): Generator<T[]> {
  if (!size) {
    yield chosen;
    return;
  }
  for (let at = start; at <= pool.length - size; at++) yield* chosenFrom(pool, size - 1, at + 1, [...chosen, pool[at]!]);
}
