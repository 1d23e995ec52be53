/** Python's `collections.deque`: an array that gives up items at one end where it is full and takes others at the other. */

import { isSame } from "./compare.js";
import { IndexError, RuntimeError, ValueError } from "./exceptions.js";
import type { Writer } from "./text.js";

export class Deque<T> extends Array<T> {
  maxlen: number | null = null;
  changes = 0; // of its length, which an iteration does not bear

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  override *[Symbol.iterator](): ArrayIterator<T> {
    const began = this.changes;
    for (let at = 0; at < this.length; at++) {
      yield this[at]!;
      if (this.changes !== began) throw new RuntimeError("deque mutated during iteration");
    }
  }
}

/** `deque(values, maxlen)` */
export function dequeOf<T>(values: Iterable<T> = [], maxlen: number | null = null): Deque<T> {
  if (maxlen !== null && maxlen < 0) throw new ValueError("maxlen must be non-negative");
  const made = new Deque<T>();
  made.maxlen = maxlen;
  extendDeque(made, values);
  return made;
}

function full<T>({ length, maxlen }: Deque<T>): boolean {
  return maxlen !== null && length >= maxlen;
}

/** `values.append(value)`; what falls out at the other end, if anything. */
export function append<T>(values: Deque<T>, value: T): T | undefined {
  values.changes++;
  if (values.maxlen === 0) return value;
  const out = full(values) ? values.shift() : undefined;
  values.push(value);
  return out;
}

/** `values.appendleft(value)`; what falls out at the other end, if anything. */
export function appendFirst<T>(values: Deque<T>, value: T): T | undefined {
  values.changes++;
  if (values.maxlen === 0) return value;
  const out = full(values) ? values.pop() : undefined;
  values.unshift(value);
  return out;
}

/** `values.extend(others)`, also by itself; what falls out. */
export function extendDeque<T>(values: Deque<T>, others: Iterable<T>): (T | undefined)[] {
  return Array.from(others === values ? values.slice() : others, (value) => append(values, value));
}

/** `values.extendleft(others)`; what falls out. */
export function extendFirst<T>(values: Deque<T>, others: Iterable<T>): (T | undefined)[] {
  return Array.from(others === values ? values.slice() : others, (value) => appendFirst(values, value));
}

/** `values.popleft()` */
export function takeFirst<T>(values: Deque<T>): T {
  return taken(values, () => values.shift()!);
}

/** `values.pop()` */
export function takeLast<T>(values: Deque<T>): T {
  return taken(values, () => values.pop()!);
}

function taken<T>(values: Deque<T>, take: () => T): T {
  if (!values.length) throw new IndexError("pop from an empty deque");
  values.changes++;
  return take();
}

/** `values.clear()`; what was there. */
export function emptyDeque<T>(values: Deque<T>): T[] {
  values.changes++;
  return values.splice(0);
}

/** `values.rotate(count)` to the right. */
export function rotate<T>(values: Deque<T>, count = 1): void {
  if (values.length < 2) return;
  values.changes++;
  const at = (((-count % values.length) + values.length) % values.length);
  values.push(...values.splice(0, at));
}

/** The place of an index that is there. */
export function dequePlace<T>(values: Deque<T>, index: number): number {
  const at = index < 0 ? index + values.length : index;
  if (at < 0 || at >= values.length) throw new IndexError("deque index out of range");
  return at;
}

/** `values[index]` */
export function dequeItem<T>(values: Deque<T>, index: number): T {
  return values[dequePlace(values, index)]!;
}

/** `values.remove(value)`; the item that was there. */
export function removeFrom<T>(values: Deque<T>, value: T): T {
  const at = values.findIndex((item) => isSame(item, value));
  if (at < 0) throw new ValueError("deque.remove(x): x not in deque");
  values.changes++;
  return values.splice(at, 1)[0]!;
}

/** `repr(values)` */
export function dequeText<T>(item: Writer<T>): Writer<Deque<T>> {
  return (values) => {
    const most = values.maxlen === null ? "" : `, maxlen=${values.maxlen}`;
    return `deque([${values.slice().map(item).join(", ")}]${most})`;
  };
}
