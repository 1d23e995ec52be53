/** Python's comparisons of values that are not two numbers: by value, deep, item by item. */

import { Dict } from "./dict.js";
import { Range } from "./ranges.js";

/** `a == b` of values whose types the compiler found comparable. */
export function equal(a: unknown, b: unknown): boolean {
  if (typeof a === "boolean" || typeof b === "boolean") return a !== null && b !== null && Number(a) === Number(b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => equal(item, b[index]));
  if (a instanceof Dict && b instanceof Dict) return a.size === b.size && sameItems(a, b);
  if (a instanceof Range && b instanceof Range) return sameNumbers(a, b);
  return a === b;
}

function sameItems(a: Dict<unknown, unknown>, b: Dict<unknown, unknown>): boolean {
  for (const [key, value] of a.items()) {
    if (!b.has(key) || !equal(value, b.item(key))) return false;
  }
  return true;
}

function sameNumbers(a: Range, b: Range): boolean {
  if (a.length !== b.length) return false;
  return a.length === 0 || (a.start === b.start && (a.length === 1 || a.step === b.step));
}

/** `value in values` of a list or a tuple. */
export function contains(values: Iterable<unknown>, value: unknown): boolean {
  for (const item of values) {
    if (equal(item, value)) return true;
  }
  return false;
}

/** Code points decide, where JavaScript's `<` goes by UTF-16. */
function lessText(a: string, b: string): boolean {
  const [left, right] = [a[Symbol.iterator](), b[Symbol.iterator]()];
  for (;;) {
    const [mine, other] = [left.next(), right.next()];
    if (mine.done || other.done) return Boolean(mine.done) && !other.done;
    if (mine.value !== other.value) return mine.value.codePointAt(0)! < other.value.codePointAt(0)!;
  }
}

/** `a < b` of strings, lists and tuples. */
export function less(a: unknown, b: unknown): boolean {
  if (typeof a === "string" && typeof b === "string") return lessText(a, b);
  if (!Array.isArray(a) || !Array.isArray(b)) return (a as number) < (b as number);
  const at = a.findIndex((item, index) => index >= b.length || !equal(item, b[index]));
  if (at < 0) return a.length < b.length;
  return at < b.length && less(a[at], b[at]);
}

/** `a <= b` of strings, lists and tuples. */
export function lessOrEqual(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return typeof a === "string" ? !less(b, a) : (a as number) <= (b as number);
  const at = a.findIndex((item, index) => index >= b.length || !equal(item, b[index]));
  if (at < 0) return true;
  return at < b.length && lessOrEqual(a[at], b[at]);
}
