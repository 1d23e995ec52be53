/** Values that may be something which an operation does not take: it is told as the script runs, as in Python. */

import { type PythonError, TypeError } from "./exceptions.js";

/** A value that may be None, which what follows does not take. */
export function notNone<T>(value: T | null, message: string): T {
  if (value !== null) return value;
  throw new TypeError(message);
}

/** `raise error`, where an expression stands. */
export function raise(error: PythonError): never {
  throw error;
}

/** What is added up, or multiplied: the total is a `first` before the first value, and a `later` behind it. */
export function* operands<T>(values: Iterable<T | null>, symbol: string, first: string, later: string): Generator<T> {
  let kind = first;
  for (const value of values) {
    yield notNone(value, `unsupported operand type(s) for ${symbol}: '${kind}' and 'NoneType'`);
    kind = later;
  }
}

/** Ranks with their values, as they are compared by `symbol`: each with one before it. Those that are not None are of type `name`. */
export function* comparable<T>(pairs: Iterable<[unknown, T]>, symbol: string, name: string): Generator<[unknown, T]> {
  let first: unknown;
  for (const pair of pairs) {
    const [rank] = pair;
    if (first === undefined) first = rank;
    else if (rank === null || first === null) {
      const [one, other] = [rank, first].map((each) => (each === null ? "NoneType" : name));
      throw new TypeError(`'${symbol}' not supported between instances of '${one}' and '${other}'`);
    }
    yield pair;
  }
}
