/** Python's comparisons of values that are not two numbers: by value, deep, item by item. */

import { Dict } from "./dict.js";
import { TypeError } from "./exceptions.js";
import { Range } from "./ranges.js";

/** `a == b` of values whose types the compiler found comparable. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (isWrapped(a) || isWrapped(b)) return plain(a) === plain(b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  if (a instanceof Dict && b instanceof Dict) return a.size === b.size && sameItems(a, b);
  if (a instanceof Range && b instanceof Range) return sameNumbers(a, b);
  if (answers(a, "__eq__")) return b !== null && a.__eq__(b);
  return answers(b, "__eq__") ? a !== null && b.__eq__(a) : a === b;
}

/** Whether a value is an object of the user's whose class says how it is compared. */
function answers<N extends string>(value: unknown, name: N): value is { readonly [name in N]: (other: unknown) => boolean } {
  return typeof value === "object" && value !== null && name in value;
}

/** A bool, or a number that says what it is: both equal numbers, and nothing else. */
function isWrapped(value: unknown): boolean {
  return typeof value === "boolean" || value instanceof Number;
}

function plain(value: unknown): unknown {
  return isWrapped(value) ? Number(value) : value;
}

/** Whether an item of a container is `value`, as containers ask: what is the same object is, a NaN too. */
export function isSame(item: unknown, value: unknown): boolean {
  return Object.is(item, value) || isEqual(item, value);
}

function sameItems(a: Dict<unknown, unknown>, b: Dict<unknown, unknown>): boolean {
  for (const [key, value] of a.items()) {
    if (!b.has(key) || !isSame(value, b.item(key))) return false;
  }
  return true;
}

function sameNumbers(a: Range, b: Range): boolean {
  if (a.length !== b.length) return false;
  return a.length === 0 || (a.start === b.start && (a.length === 1 || a.step === b.step));
}

/** `value in values` of a list or a tuple. */
export function isAmong(values: Iterable<unknown>, value: unknown): boolean {
  for (const item of values) {
    if (isSame(item, value)) return true;
  }
  return false;
}

/** Of what has no order with None. */
function typeName(value: unknown): string {
  if (value === null) return "NoneType";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return typeof value === "string" ? "str" : typeof value === "boolean" ? "bool" : "tuple";
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
export function isLess(a: unknown, b: unknown): boolean {
  if (typeof a === "string" && typeof b === "string") return lessText(a, b);
  if (a === null || b === null) throw new TypeError(`'<' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
  if (!Array.isArray(a) || !Array.isArray(b)) return answers(a, "__lt__") ? a.__lt__(b) : (a as number) < (b as number);
  const at = a.findIndex((item, index) => index >= b.length || !isSame(item, b[index]));
  if (at < 0) return a.length < b.length;
  return at < b.length && isLess(a[at], b[at]);
}

/** `a <= b` of strings, lists and tuples. */
export function isLessOrEqual(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return typeof a === "string" ? !isLess(b, a) : (a as number) <= (b as number);
  const at = a.findIndex((item, index) => index >= b.length || !isSame(item, b[index]));
  if (at < 0) return true;
  return at < b.length && isLessOrEqual(a[at], b[at]);
}

/** `a > b` of strings, lists and tuples. */
export function isGreater(a: unknown, b: unknown): boolean {
  return isLess(b, a);
}

/** `a >= b` of strings, lists and tuples. */
export function isGreaterOrEqual(a: unknown, b: unknown): boolean {
  return isLessOrEqual(b, a);
}

/** `value in holder` of whatever can hold, where `value` must be evaluated first. */
export function isIn(value: unknown, holder: string | Dict<unknown, unknown> | Range | Iterable<unknown>): boolean {
  if (typeof holder === "string") return holder.includes(value as string);
  if (holder instanceof Dict || holder instanceof Range) return holder.has(value as number);
  return isAmong(holder, value);
}

/** The truth of a value that may be None, a number, a string or a container. */
export function isTrue(value: unknown): boolean {
  if (value === null || typeof value !== "object") return typeof value === "number" ? value !== 0 : Boolean(value);
  if (value instanceof Number) return Number(value) !== 0;
  if (Array.isArray(value) || value instanceof Range) return value.length > 0;
  return value instanceof Dict ? value.size > 0 : Object.keys(value).length > 0;
}
