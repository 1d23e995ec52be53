/**
 * `format(value, spec)` for ints, floats and strings. Source: the format specification mini-language of Python's library
 * reference, CPython's Python/formatter_unicode.c.
 */

import { exponentDigits, fixedDigits, generalDigits } from "./exact.js";
import { OverflowError, ValueError } from "./exceptions.js";
import { floatText } from "./text.js";

interface Spec {
  fill: string;
  align: string; // "" where the spec names none
  sign: string;
  noNegativeZero: boolean;
  alternate: boolean;
  width: number;
  grouping: string;
  precision: number | undefined;
  type: string;
}

const SPEC = /^(?:(.)?([<>=^]))?([-+ ]?)(z?)(#?)(0?)(\d*)([,_]?)(?:\.(\d+))?(.?)$/su;

function parse(text: string, typeName: string): Spec {
  const found = SPEC.exec(text);
  if (found === null) throw new ValueError(`Invalid format specifier '${text}' for object of type '${typeName}'`);
  const [, fill, align, sign, z, alternate, zero, width, grouping, precision, type] = found;
  const grouped = grouping === "_" ? "deEfFgG%boxX" : "deEfFgG%";
  const shown = type || (typeName === "str" ? "s" : "");
  if (grouping && !grouped.includes(shown)) throw new ValueError(`Cannot specify '${grouping}' with '${shown}'.`);
  return {
    fill: fill ?? (zero ? "0" : " "),
    align: align ?? (zero && typeName !== "str" ? "=" : ""),
    sign: sign ?? "",
    noNegativeZero: z === "z",
    alternate: alternate === "#",
    width: Number(width),
    grouping: grouping ?? "",
    precision: precision === undefined ? undefined : Number(precision),
    type: type ?? "",
  };
}

function unknownCode(type: string, typeName: string): ValueError {
  return new ValueError(`Unknown format code '${type}' for object of type '${typeName}'`);
}

/** `format(value, spec)` of a str. */
export function formatString(value: string, spec: string): string {
  const parsed = parse(spec, "str");
  if (!["", "s"].includes(parsed.type)) throw unknownCode(parsed.type, "str");
  if (parsed.sign) throw new ValueError(`${parsed.sign === " " ? "Space" : "Sign"} not allowed in string format specifier`);
  if (parsed.noNegativeZero) throw new ValueError("Negative zero coercion (z) not allowed in string format specifier");
  if (parsed.alternate) throw new ValueError("Alternate form (#) not allowed in string format specifier");
  if (parsed.align === "=") throw new ValueError("'=' alignment not allowed in string format specifier");
  const cut = parsed.precision === undefined ? value : Array.from(value).slice(0, parsed.precision).join("");
  return padded("", cut, parsed, "<");
}

const RADIX: Record<string, number> = { b: 2, o: 8, x: 16, X: 16 };

/** `format(value, spec)` of an int or a bool that is formatted as one. */
export function formatInt(value: number, spec: string): string {
  const parsed = parse(spec, "int");
  const { type } = parsed;
  if (type !== "" && "eEfFgG%".includes(type)) return formatFloat(value, spec);
  if (!["", "b", "c", "d", "n", "o", "x", "X"].includes(type)) throw unknownCode(type, "int");
  if (parsed.precision !== undefined) throw new ValueError("Precision not allowed in integer format specifier");
  if (parsed.noNegativeZero) throw new ValueError("Negative zero coercion (z) not allowed in integer format specifier");
  if (type === "c") {
    if (parsed.sign) throw new ValueError("Sign not allowed with integer format specifier 'c'");
    if (value < 0 || value > 0x10ffff) throw new OverflowError("%c arg not in range(0x110000)");
    return padded("", String.fromCodePoint(value), parsed, ">");
  }
  const radix = RADIX[type] ?? 10;
  const digits = Math.abs(value).toString(radix);
  const prefix = parsed.alternate && radix !== 10 ? `0${type}` : "";
  return signed(value < 0, prefix, type === "X" ? digits.toUpperCase() : digits, "", parsed, radix === 10 ? 3 : 4);
}

/** `format(value, spec)` of a float. */
export function formatFloat(value: number, spec: string): string {
  const parsed = parse(spec, "float");
  if (!["", "e", "E", "f", "F", "g", "G", "n", "%"].includes(parsed.type)) throw unknownCode(parsed.type, "float");
  const text = floatDigits(value, parsed);
  const negative = (value < 0 || Object.is(value, -0)) && !(parsed.noNegativeZero && !/[1-9n]/i.test(text.split(/e/i)[0]!));
  const [, digits, rest] = /^(\d*)(.*)$/s.exec(/[A-Z]/.test(parsed.type) ? text.toUpperCase() : text)!;
  return signed(negative, "", digits!, rest!, parsed, 3);
}

/** `value.toFixed(decimals)` with Python's rounding: `format(value, ".3f")`. */
export function toFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return floatText(value);
  return `${value < 0 || Object.is(value, -0) ? "-" : ""}${fixedDigits(value, decimals)}`;
}

/** The digits without a sign. */
function floatDigits(value: number, { type, precision, alternate }: Spec): string {
  const ending = type === "%" ? "%" : "";
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return `${floatText(size)}${ending}`;
  const point = (text: string): string => (alternate && !text.includes(".") ? text.replace(/(?=e|$)/, ".") : text);
  switch (type.toLowerCase()) {
    case "f":
      return point(fixedDigits(size, precision ?? 6));
    case "%": {
      const hundredfold = size * 100;
      return Number.isFinite(hundredfold) ? `${point(fixedDigits(hundredfold, precision ?? 6))}%` : "inf%";
    }
    case "e":
      return point(exponentDigits(size, precision ?? 6));
    case "":
      if (precision === undefined) return alternate ? point(floatText(size)) : floatText(size);
      return generalDigits(size, Math.max(precision, 1), alternate, true);
    default:
      return generalDigits(size, Math.max(precision ?? 6, 1), alternate);
  }
}

/** Sign, prefix and grouped digits, padded to the width; zeros that fill up are grouped too. */
function signed(negative: boolean, prefix: string, digits: string, rest: string, spec: Spec, group: number): string {
  const sign = negative ? "-" : spec.sign === "-" ? "" : spec.sign;
  const head = sign + prefix;
  let whole = digits;
  if (spec.grouping) {
    if (digits && spec.fill === "0" && spec.align === "=") {
      const room = spec.width - head.length - rest.length;
      whole = whole.padStart(room - Math.floor((room - 1) / (group + 1)), "0"); // the others are separators
    }
    whole = grouped(whole, spec.grouping, group);
  }
  return padded(head, whole + rest, spec, ">");
}

function grouped(digits: string, separator: string, size: number): string {
  const groups = [];
  for (let end = digits.length; end > 0; end -= size) groups.push(digits.slice(Math.max(end - size, 0), end));
  return groups.reverse().join(separator);
}

/** `head` and `body` to the width of the spec: `=` fills between them, the others around both. */
function padded(head: string, body: string, spec: Spec, defaultAlign: string): string {
  const missing = spec.width - Array.from(head + body).length;
  if (missing <= 0) return head + body;
  const fill = (count: number): string => spec.fill.repeat(count);
  switch (spec.align || defaultAlign) {
    case "<":
      return head + body + fill(missing);
    case "^":
      return fill(missing >> 1) + head + body + fill(missing - (missing >> 1));
    case "=":
      return head + fill(missing) + body;
    default:
      return fill(missing) + head + body;
  }
}
