/**
 * `repr` of values, and `str` where it is the same. The compiler knows the types and composes the writers:
 * `listText(floatText)(xs)` writes a list of floats.
 */

import { errorName } from "./catching.js";
import type { Dict } from "./dict.js";
import type { PythonError } from "./exceptions.js";
import { leadingDigits, powerText } from "./exact.js";

/** Writes values of one type. */
export type Writer<T> = (value: T) => string;

/** `repr(value)` of a float: the shortest digits that give it back. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  return (value < 0 ? "-" : "") + digitsText(shortest(size), size >= 1e-4 && size < 1e16);
}

/**
 * The fewest digits that give `size` back. Of two as near to it, as 0.2 and 0.3 are to 1000000000000000.25, Python takes
 * the even one, JavaScript the larger one.
 */
function shortest(size: number): string {
  const scientific = size.toExponential();
  const [mantissa, power] = scientific.split("e") as [string, string];
  const count = mantissa.length - (mantissa.length > 1 ? 1 : 0);
  const decimals = count - 1 - Number(power);
  if (count < 16 || decimals < 0 || !Number.isInteger(size * 2 ** (decimals + 1))) return scientific; // not between two
  const { digits } = leadingDigits(size, count);
  const even = `${digits[0]}.${digits.slice(1)}e${power}`;
  return Number(even) === size ? even : scientific;
}

/** `1.5e+0` as Python and NumPy write it, with an exponent or without. */
export function digitsText(scientific: string, positional: boolean): string {
  const [mantissa, power] = scientific.split("e") as [string, string];
  if (!positional) return `${mantissa}e${powerText(Number(power))}`;
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  const whole = Number(power) + 1; // digits before the point
  if (whole <= 0) return `${sign}0.${"0".repeat(-whole)}${digits}`;
  return `${sign}${digits.slice(0, whole).padEnd(whole, "0")}.${digits.slice(whole) || "0"}`;
}

/** `repr(value)` of a bool. */
export function boolText(value: boolean): string {
  return value ? "True" : "False";
}

/** `repr` of None, whatever stands for it. */
export function noneText(_: unknown): string {
  return "None";
}

const ESCAPES: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u;

/** `repr(value)` of a str. */
export function quoted(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let text = "";
  for (const char of value) {
    if (char in ESCAPES) text += ESCAPES[char];
    else if (char === quote) text += `\\${quote}`;
    else text += char !== " " && UNPRINTABLE.test(char) ? escaped(char.codePointAt(0)!) : char;
  }
  return `${quote}${text}${quote}`;
}

function escaped(code: number): string {
  const [letter, width] = code < 0x100 ? ["x", 2] : code < 0x10000 ? ["u", 4] : ["U", 8];
  return `\\${letter}${code.toString(16).padStart(width as number, "0")}`;
}

/** `repr` of an exception. */
export function errorText(error: PythonError): string {
  const { message } = error;
  const name = errorName(error);
  const shown = error.shown ?? (name === "KeyError" ? "between" : { text: quoted(message) });
  if (!Object.hasOwn(error, "message")) return `${name}()`;
  return shown === "whole" ? name + message : `${name}(${shown === "between" ? message : shown.text})`;
}

/** The texts of values that were all evaluated before, by a writer each. */
export function textsOf(separator: string, writers: readonly Writer<never>[], values: readonly unknown[]): string {
  return values.map((value, index) => writers[index]!(value as never)).join(separator);
}

/** `repr` of a value that may be None. */
export function optionalText<T>(item: Writer<T>): Writer<T | null> {
  return (value) => (value === null ? "None" : item(value));
}

/** `repr` of a list. */
export function listText<T>(item: Writer<T>): Writer<readonly T[]> {
  return (values) => `[${values.map((value) => item(value)).join(", ")}]`;
}

/** `repr` of a tuple, by the writer of each place. */
export function tupleText(...items: Writer<never>[]): Writer<readonly unknown[]> {
  return (values) => {
    const texts = items.map((item, index) => item(values[index] as never));
    return items.length === 1 ? `(${texts[0]},)` : `(${texts.join(", ")})`;
  };
}

/** `repr` of a dictionary. */
export function dictText<K, V>(key: Writer<K>, value: Writer<V>): Writer<Dict<K, V>> {
  return (dict) => `{${Array.from(dict.items(), ([k, v]) => `${key(k)}: ${value(v)}`).join(", ")}}`;
}

/** `repr` of a dictionary with known keys, by the writer of each. */
export function recordText(items: Record<string, Writer<never>>): Writer<Record<string, unknown>> {
  return (record) => `{${Object.entries(items).map(([key, item]) => `${quoted(key)}: ${item(record[key] as never)}`).join(", ")}}`;
}
