/** Names that only the body of a loop sets, which may never have run, and values unpacked into several names. */

import { UnboundLocalError, ValueError } from "./exceptions.js";

/** The value of a name that is read behind such a loop. */
export function bound<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  throw new UnboundLocalError(`cannot access local variable '${name}' where it is not associated with a value`);
}

/** `a, b = values`: as many values as there are names. */
export function unpack<T>(values: Iterable<T>, count: number): T[] {
  const unpacked: T[] = [];
  for (const value of values) {
    if (unpacked.length === count) throw new ValueError(`too many values to unpack (expected ${count})`);
    unpacked.push(value);
  }
  if (unpacked.length === count) return unpacked;
  throw new ValueError(`not enough values to unpack (expected ${count}, got ${unpacked.length})`);
}

/** `a, *rest, b = values`: as many values as there are names before and after, the others as a list. */
export function unpackRest<T>(values: Iterable<T>, before: number, after: number): (T | T[])[] {
  const all = [...values];
  const least = before + after;
  if (all.length < least) {
    throw new ValueError(`not enough values to unpack (expected at least ${least}, got ${all.length})`);
  }
  const end = all.length - after;
  return [...all.slice(0, before), all.slice(before, end), ...all.slice(end)];
}
