/** Python's functions that make one value of many. */

import { isLess } from "./compare.js";
import { ValueError } from "./exceptions.js";
import { int } from "./numbers.js";
import { floatText } from "./text.js";

type Key<T> = ((value: T) => unknown) | null;

/** `sum(values, start)` of floats. */
export function sum(values: Iterable<number>, start = 0): number {
  let total = start;
  for (const value of values) total += value;
  return total;
}

/** `sum(values, start)` of ints and bools. */
export function sumInts(values: Iterable<number | boolean>, start = 0): number {
  let total = start;
  for (const value of values) total = int(total + Number(value));
  return total;
}

/** `str(sum(values))` of floats: Python's sum of none is an int. */
export function sumText(values: Iterable<number>): string {
  const items = Array.from(values);
  return items.length === 0 ? "0" : floatText(sum(items));
}

/** The first value that no other is before, by `before(a, b)` of their keys. */
function first<T>(values: Iterable<T>, key: Key<T>, before: (a: unknown, b: unknown) => boolean): [T, true] | [null, false] {
  let best: [T, unknown] | null = null;
  for (const value of values) {
    const rank = key === null ? value : key(value);
    if (best === null || before(rank, best[1])) best = [value, rank];
  }
  return best === null ? [null, false] : [best[0], true];
}

/** `min(values, key=key)` */
export function smallest<T>(values: Iterable<T>, key: Key<T> = null): T {
  const [value, found] = first(values, key, isLess);
  if (!found) throw new ValueError("min() arg is an empty sequence");
  return value;
}

/** `max(values, key=key)` */
export function largest<T>(values: Iterable<T>, key: Key<T> = null): T {
  const [value, found] = first(values, key, (a, b) => isLess(b, a));
  if (!found) throw new ValueError("max() arg is an empty sequence");
  return value;
}

/** `min(values, key=key, default=otherwise)` */
export function smallestOr<T, D>(values: Iterable<T>, otherwise: D, key: Key<T> = null): T | D {
  const [value, found] = first(values, key, isLess);
  return found ? value : otherwise;
}

/** `max(values, key=key, default=otherwise)` */
export function largestOr<T, D>(values: Iterable<T>, otherwise: D, key: Key<T> = null): T | D {
  const [value, found] = first(values, key, (a, b) => isLess(b, a));
  return found ? value : otherwise;
}

/** `sorted(values, key=key, reverse=reverse)`: stable, either way. */
export function sorted<T>(values: Iterable<T>, key: Key<T> = null, reverse = false): T[] {
  const ranked = [...values].map((value) => [key === null ? value : key(value), value] as const); // all are there first
  const order = (a: unknown, b: unknown): number => (isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0);
  ranked.sort(([a], [b]) => (reverse ? order(b, a) : order(a, b)));
  return ranked.map(([, value]) => value);
}

/** `values.sort(key=key, reverse=reverse)` */
export function sortInPlace<T>(values: T[], key: Key<T> = null, reverse = false): void {
  values.splice(0, values.length, ...sorted(values, key, reverse));
}
