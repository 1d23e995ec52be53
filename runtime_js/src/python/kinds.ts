/**
 * What a script needs where a value may be of several kinds, an int or a float, a list or a tuple: the kind is asked for
 * as it runs. Linked only into programs that ask.
 */

import { sum } from "./aggregate.js";
import { roundedInt, roundedTo, roundedToInt } from "./conversions.js";
import { Dict } from "./dict.js";
import { ValueError } from "./exceptions.js";
import { formatFloat, formatInt, formatString } from "./format.js";
import { divmod, floatDivmod, floatFloorDivide, floatModulo, floatPower, floorDivide, int, intPower, modulo } from "./numbers.js";
import { Range } from "./ranges.js";
import { boolText, errorText, floatText, quoted, type Writer } from "./text.js";
import { PythonError } from "./exceptions.js";

/** A float with an integral value, in a place where ints may stand, too. */
export class Float extends Number {}

/** A tuple, in a place where lists may stand, too. */
export class Tuple extends Array<unknown> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

type Either = number | Float | boolean;

/** A float that says what it is. */
export function tag(value: Either): Either {
  return typeof value === "number" && Number.isInteger(value) ? new Float(value) : value;
}

/** A tuple that says what it is. */
export function asTuple(items: readonly unknown[]): readonly unknown[] {
  return items instanceof Tuple ? items : Object.assign(new Tuple(), items);
}

/** `isinstance(value, int)` of a number that is no bool. */
export function isInt(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value);
}

/** `isinstance(value, float)` */
export function isFloat(value: unknown): boolean {
  return value instanceof Float || (typeof value === "number" && !Number.isInteger(value));
}

/** `isinstance(value, list)` */
export function isList(value: unknown): boolean {
  return Array.isArray(value) && !(value instanceof Tuple);
}

function areInts(a: Either, b: Either): boolean {
  return !isFloat(a) && !isFloat(b);
}

/** `a + b` */
export function addEither(a: Either, b: Either): Either {
  return areInts(a, b) ? int(Number(a) + Number(b)) : tag(Number(a) + Number(b));
}

/** `a - b` */
export function subtractEither(a: Either, b: Either): Either {
  return areInts(a, b) ? int(Number(a) - Number(b)) : tag(Number(a) - Number(b));
}

/** `a * b` */
export function multiplyEither(a: Either, b: Either): Either {
  return areInts(a, b) ? int(Number(a) * Number(b)) : tag(Number(a) * Number(b));
}

/** `a // b` */
export function floorDivideEither(a: Either, b: Either): Either {
  return areInts(a, b) ? floorDivide(Number(a), Number(b)) : tag(floatFloorDivide(Number(a), Number(b)));
}

/** `a % b` */
export function moduloEither(a: Either, b: Either): Either {
  return areInts(a, b) ? modulo(Number(a), Number(b)) : tag(floatModulo(Number(a), Number(b)));
}

/** `divmod(a, b)` */
export function divmodEither(a: Either, b: Either): [Either, Either] {
  if (areInts(a, b)) return divmod(Number(a), Number(b));
  const [quotient, rest] = floatDivmod(Number(a), Number(b));
  return [tag(quotient), tag(rest)];
}

/** `a ** b` */
export function powerEither(a: Either, b: Either): Either {
  return areInts(a, b) && Number(b) >= 0 ? intPower(Number(a), Number(b)) : tag(floatPower(Number(a), Number(b)));
}

/** `-value` */
export function negate(value: Either): Either {
  return isFloat(value) ? tag(-Number(value)) : 0 - Number(value);
}

/** `abs(value)` */
export function absolute(value: Either): Either {
  return isFloat(value) ? tag(Math.abs(Number(value))) : Math.abs(Number(value));
}

/** `round(value, digits)` */
export function rounded(value: Either, digits?: number): Either {
  if (digits === undefined) return isFloat(value) ? roundedToInt(Number(value)) : Number(value);
  return isFloat(value) ? tag(roundedTo(Number(value), digits)) : roundedInt(Number(value), digits);
}

/** `sum(values, start)` */
export function totalOf(values: Iterable<Either>, start: Either = 0): Either {
  let sum = start;
  for (const value of values) sum = addEither(sum, value);
  return sum;
}

/** `sum(values, start)` of floats: Python's sum of none is the start. */
export function sumOfFloats(values: Iterable<number>, start = 0): Either {
  const items = Array.from(values);
  return items.length === 0 ? start : tag(sum(items, start));
}

/** `math.prod(values, start=start)` */
export function productOf(values: Iterable<Either>, start: Either = 1): Either {
  let product = start;
  for (const value of values) product = multiplyEither(product, value);
  return product;
}

/** `math.prod(values)` of floats, whose product of none is an int. */
export function productOfFloats(values: Iterable<number>, start = 1): Either {
  const items = Array.from(values);
  return items.length === 0 ? start : tag(items.reduce((product, value) => product * value, start));
}

/** `repr` of a dictionary with written keys, by the writer of each. */
export function entriesText(writers: Record<string, Writer<never>>): Writer<Dict<string, unknown>> {
  return (dict) => `{${Array.from(dict.items(), ([key, value]) => `${quoted(key)}: ${writers[key]!(value as never)}`).join(", ")}}`;
}

/** `repr(value)` of whatever it is. */
export function eitherText(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return boolText(value);
  if (typeof value === "string") return quoted(value);
  if (isFloat(value)) return floatText(Number(value));
  if (value instanceof Tuple) return value.length === 1 ? `(${eitherText(value[0])},)` : `(${Array.from(value, eitherText).join(", ")})`;
  if (Array.isArray(value)) return `[${value.map(eitherText).join(", ")}]`;
  if (value instanceof Dict) return `{${Array.from(value.items(), ([k, v]) => `${eitherText(k)}: ${eitherText(v)}`).join(", ")}}`;
  if (value instanceof PythonError) return errorText(value);
  return value instanceof Range ? value.text() : String(value);
}

/** `repr` of a tuple of any length. */
export function tuplesText<T>(item: Writer<T>): Writer<readonly T[]> {
  return (values) => (values.length === 1 ? `(${item(values[0]!)},)` : `(${Array.from(values, (value) => item(value)).join(", ")})`);
}

type Writers = Record<"number" | "list" | "tuple" | "dict" | "range", Writer<never> | undefined>;

/** A writer of values of several kinds, by the writer of each. */
export function byKind(writers: Partial<Writers>): Writer<unknown> {
  // Where no lists are among them, tuples are plain arrays.
  return (value) => {
    const kind = kindOf(value);
    return ((kind && writers[kind]) ?? (kind === "list" ? writers.tuple : undefined) ?? eitherText)(value as never);
  };
}

function kindOf(value: unknown): keyof Writers | undefined {
  if (value instanceof Tuple) return "tuple";
  if (Array.isArray(value)) return "list";
  if (value instanceof Dict) return "dict";
  if (value instanceof Range) return "range";
  return typeof value === "number" ? "number" : undefined;
}

/** `format(value, spec)` of a number or a text. */
export function formatEither(value: unknown, spec: string): string {
  if (typeof value === "string") return formatString(value, spec);
  return isFloat(value) ? formatFloat(Number(value), spec) : formatInt(Number(value), spec);
}

/** `a == b` of whatever they are. */
export function isEqualEither(a: unknown, b: unknown): boolean {
  if (isNumber(a) && isNumber(b)) return Number(a) === Number(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a instanceof Tuple === b instanceof Tuple && a.length === b.length && a.every((item, index) => isSameEither(item, b[index]));
  }
  if (a instanceof Dict && b instanceof Dict) {
    return a.size === b.size && Array.from(a.items()).every(([key, value]) => b.has(key) && isSameEither(value, b.item(key)));
  }
  return a === b;
}

function isNumber(value: unknown): value is Either {
  return typeof value === "number" || typeof value === "boolean" || value instanceof Float;
}

function isSameEither(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || isEqualEither(a, b);
}

/** `value in values` */
export function isAmongEither(values: Iterable<unknown>, value: unknown): boolean {
  for (const item of values) {
    if (isSameEither(item, value)) return true;
  }
  return false;
}

/** `values.index(value)` of a list. */
export function indexOfEither(values: readonly unknown[], value: unknown): number {
  const at = values.findIndex((item) => isSameEither(item, value));
  if (at < 0) throw new ValueError(`${eitherText(value)} is not in list`);
  return at;
}

/** `values.count(value)` */
export function countOfEither(values: readonly unknown[], value: unknown): number {
  return values.filter((item) => isSameEither(item, value)).length;
}
