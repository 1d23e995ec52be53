/**
 * Python's functions that make iterables of iterables. They go along step by step, as Python's do, from an iterator that
 * they take at once: a dictionary that changes between the two is an error.
 */

import { ValueError } from "./exceptions.js";

function begun<T>(values: Iterable<T>): Iterable<T> {
  const iterator = values[Symbol.iterator]();
  return { [Symbol.iterator]: () => iterator };
}

/** `enumerate(values, start)` */
export function enumerate<T>(values: Iterable<T>, start = 0): Generator<[number, T]> {
  return counted(begun(values), start);
}

function* counted<T>(values: Iterable<T>, start: number): Generator<[number, T]> {
  let index = start;
  for (const value of values) yield [index++, value];
}

/** `zip(...iterables)`: ends with the first that does. */
export function zip(...iterables: Iterable<unknown>[]): Generator<unknown[]> {
  return together(iterables.map((iterable) => iterable[Symbol.iterator]()));
}

function* together(iterators: Iterator<unknown>[]): Generator<unknown[]> {
  while (iterators.length > 0) {
    const items: unknown[] = [];
    for (const iterator of iterators) {
      const { done, value } = iterator.next();
      if (done) return;
      items.push(value);
    }
    yield items;
  }
}

/** `zip(...iterables, strict=True)` */
export function zipStrict(...iterables: Iterable<unknown>[]): Generator<unknown[]> {
  return strictlyTogether(iterables.map((iterable) => iterable[Symbol.iterator]()));
}

function* strictlyTogether(iterators: Iterator<unknown>[]): Generator<unknown[]> {
  while (iterators.length > 0) {
    const items: unknown[] = [];
    for (const [at, iterator] of iterators.entries()) {
      const { done, value } = iterator.next();
      if (done && at > 0) throw new ValueError(`zip() argument ${at + 1} is shorter than ${others(at)}`);
      if (done) {
        const longer = iterators.findIndex((other, index) => index > 0 && !other.next().done);
        if (longer > 0) throw new ValueError(`zip() argument ${longer + 1} is longer than ${others(longer)}`);
        return;
      }
      items.push(value);
    }
    yield items;
  }
}

function others(count: number): string {
  return count === 1 ? "argument 1" : `arguments 1-${count}`;
}

/** `zip(*rows)` of rows of `count` items each, which are there. */
export function columns(rows: Iterable<readonly unknown[]>, count: number): unknown[][] {
  const all = [...rows];
  if (!all.length) throw new ValueError(`not enough values to unpack (expected ${count}, got 0)`);
  return Array.from({ length: count }, (_, at) => all.map((row) => row[at]));
}

/** `reversed(values)` of a list or a tuple: from where it ends now, whatever comes behind later. */
export function reversed<T>(values: readonly T[]): Generator<T> {
  return downFrom(values, values.length - 1);
}

function* downFrom<T>(values: readonly T[], last: number): Generator<T> {
  for (let i = last; i >= 0; i--) {
    if (i < values.length) yield values[i]!;
  }
}

/** `(change(value) for value in values)` */
export function mapped<T, R>(values: Iterable<T>, change: (value: T) => R): Generator<R> {
  return mapping(begun(values), change);
}

function* mapping<T, R>(values: Iterable<T>, change: (value: T) => R): Generator<R> {
  for (const value of values) yield change(value);
}

/** The values that pass: `if` of a comprehension. */
export function filtered<T>(values: Iterable<T>, passes: (value: T) => unknown): Generator<T> {
  return filtering(begun(values), passes);
}

function* filtering<T>(values: Iterable<T>, passes: (value: T) => unknown): Generator<T> {
  for (const value of values) {
    if (passes(value)) yield value;
  }
}

/** The values of each iterable, one after another; `inner`: of a comprehension inside another. */
export function chained<T, R>(values: Iterable<T>, inner = (value: T): Iterable<R> => value as Iterable<R>): Generator<R> {
  return chaining(begun(values), inner);
}

function* chaining<T, R>(values: Iterable<T>, inner: (value: T) => Iterable<R>): Generator<R> {
  for (const value of values) yield* inner(value);
}

/**
 * An iterator of Python that is kept: it is gone through once, and a loop that is left early does not end it, as it ends
 * a generator of JavaScript.
 */
export function lasting<T>(values: Iterable<T>): IterableIterator<T> {
  const iterator = values[Symbol.iterator]();
  return {
    next: () => iterator.next(),
    [Symbol.iterator]() {
      return this;
    },
  };
}

/** `any(value)`, by the truth of the values. */
export function any<T>(values: Iterable<T>, truth: (value: T) => unknown = Boolean): boolean {
  for (const value of values) {
    if (truth(value)) return true;
  }
  return false;
}

/** `all(values)`, by the truth of the values. */
export function all<T>(values: Iterable<T>, truth: (value: T) => unknown = Boolean): boolean {
  for (const value of values) {
    if (!truth(value)) return false;
  }
  return true;
}
