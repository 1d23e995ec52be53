/** What Python's lists and tuples do that JavaScript's arrays do not. */

import { isSame } from "./compare.js";
import { IndexError, ValueError } from "./exceptions.js";
import type { Writer } from "./text.js";

function place(length: number, index: number, message: string): number {
  const at = index < 0 ? index + length : index;
  if (at < 0 || at >= length) throw new IndexError(message);
  return at;
}

/** `values[index]` of a list. */
export function listItem<T>(values: readonly T[], index: number): T {
  return values[place(values.length, index, "list index out of range")]!;
}

/** `values[index]` of a tuple. */
export function tupleItem<T>(values: readonly T[], index: number): T {
  return values[place(values.length, index, "tuple index out of range")]!;
}

/** `values[index] = value` */
export function setItem<T>(values: T[], index: number, value: T): void {
  values[place(values.length, index, "list assignment index out of range")] = value;
}

/** `del values[index]` */
export function deleteItem<T>(values: T[], index: number): void {
  values.splice(place(values.length, index, "list assignment index out of range"), 1);
}

/** `values.pop(index)` */
export function popItem<T>(values: T[], index = -1): T {
  if (values.length === 0) throw new IndexError("pop from empty list");
  return values.splice(place(values.length, index, "pop index out of range"), 1)[0]!;
}

/** `values.insert(index, value)`: never fails. */
export function insertItem<T>(values: T[], index: number, value: T): void {
  values.splice(index < 0 ? Math.max(index + values.length, 0) : index, 0, value);
}

/** `values.extend(others)`, `values += others`; also by itself. */
export function extendList<T>(values: T[], others: Iterable<T>): void {
  for (const value of others === values ? [...values] : others) values.push(value);
}

/** `values.remove(value)` */
export function removeItem<T>(values: T[], value: T): void {
  const at = values.findIndex((item) => isSame(item, value));
  if (at < 0) throw new ValueError("list.remove(x): x not in list");
  values.splice(at, 1);
}

function find<T>(values: readonly T[], value: T, start: number, stop: number): number {
  const bound = (index: number): number => (index < 0 ? Math.max(index + values.length, 0) : index);
  for (let i = bound(start); i < Math.min(bound(stop), values.length); i++) {
    if (isSame(values[i], value)) return i;
  }
  return -1;
}

/** `values.index(value, start, stop)` of a list; `text` writes the value of an error. */
export function indexInList<T>(values: readonly T[], value: T, text: Writer<T>, start = 0, stop = values.length): number {
  const at = find(values, value, start, stop);
  if (at < 0) throw new ValueError(`${text(value)} is not in list`);
  return at;
}

/** `values.index(value, start, stop)` of a tuple. */
export function indexInTuple<T>(values: readonly T[], value: T, start = 0, stop = values.length): number {
  const at = find(values, value, start, stop);
  if (at < 0) throw new ValueError("tuple.index(x): x not in tuple");
  return at;
}

/** `values.count(value)` */
export function countOf<T>(values: readonly T[], value: T): number {
  return values.filter((item) => isSame(item, value)).length;
}

/** `values * times` of a list or a tuple. */
export function repeatedList<T>(values: readonly T[], times: number): T[] {
  return Array.from({ length: Math.max(times, 0) }, () => values).flat() as T[];
}
