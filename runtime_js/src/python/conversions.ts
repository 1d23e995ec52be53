/** Python's `int`, `float`, `round`, `ord`, `chr` and the like. */

import { fixedDigits, scaledDigits } from "./exact.js";
import { OverflowError, TypeError, ValueError } from "./exceptions.js";
import { exactInt, int } from "./numbers.js";
import { quoted } from "./text.js";

function finite(value: number): number {
  if (Number.isNaN(value)) throw new ValueError("cannot convert float NaN to integer");
  if (!Number.isFinite(value)) throw new OverflowError("cannot convert float infinity to integer");
  return value;
}

/** `int(value)` of a float. */
export function truncatedToInt(value: number): number {
  return int(Math.trunc(finite(value)));
}

/** `math.floor(value)` of a float. */
export function flooredToInt(value: number): number {
  return int(Math.floor(finite(value)));
}

/** `math.ceil(value)` of a float. */
export function ceiledToInt(value: number): number {
  return int(Math.ceil(finite(value)));
}

/** `round(value)` of a float: a tie goes to the even int. */
export function roundedToInt(value: number): number {
  const down = Math.floor(finite(value));
  const rest = value - down;
  return int(rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down);
}

/** `round(value, digits)` of a float: the exact binary value decides. */
export function roundedTo(value: number, digits: number): number {
  if (!Number.isFinite(value) || value === 0 || digits > 330) return value;
  if (digits < -310) return value < 0 ? -0 : 0;
  const size = digits >= 0 ? Number(fixedDigits(value, digits)) : Number(`${scaledDigits(value, digits)}e${-digits}`);
  if (!Number.isFinite(size)) throw new OverflowError("rounded value too large to represent");
  return value < 0 ? -size : size;
}

/** `round(value, digits)` of an int. */
export function roundedInt(value: number, digits: number): number {
  return digits >= 0 ? value : int(roundedTo(value, digits));
}

const SPACES = /^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g;

/** A text without spaces around it, in small letters, and with the digits of all scripts as ASCII's. */
function plainText(text: string): string {
  return text
    .replace(SPACES, "")
    .toLowerCase()
    .replace(/(?!\d)\p{Nd}/gu, (digit) => {
      let value = 0; // each script has ten, one after another
      while (/\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0)! - value - 1))) value++;
      return String(value % 10);
    });
}

/** `int(text, base)` */
export function intOf(text: string, base = 10): number {
  const fail = (): ValueError => new ValueError(`invalid literal for int() with base ${base}: ${quoted(text)}`);
  if (base !== 0 && (base < 2 || base > 36)) throw new ValueError("int() base must be >= 2 and <= 36, or 0");
  const found = /^([-+]?)(?:0([xob])_?)?([0-9a-z]+(?:_[0-9a-z]+)*)$/.exec(plainText(text));
  if (found === null) throw fail();
  let [, sign, prefix, digits] = found as unknown as [string, string, string | undefined, string];
  const own = prefix === undefined ? undefined : { x: 16, o: 8, b: 2 }[prefix];
  if (own !== undefined && base !== own && base !== 0) {
    digits = `0${prefix}${digits}`; // no prefix here, but digits of a larger base, if any
  }
  const radix = base === 0 ? (own ?? 10) : base;
  if (base === 0 && own === undefined && /^0.*[1-9]/.test(digits)) throw fail();
  let value = 0n;
  for (const digit of digits.replaceAll("_", "")) {
    const worth = parseInt(digit, 36);
    if (worth >= radix) throw fail();
    value = value * BigInt(radix) + BigInt(worth);
  }
  return exactInt(sign === "-" ? -value : value);
}

/** `float(text)` */
export function floatOf(text: string): number {
  const plain = plainText(text);
  const named = /^([-+]?)(inf|infinity|nan)$/.exec(plain);
  if (named !== null) return (named[1] === "-" ? -1 : 1) * (named[2] === "nan" ? NaN : Infinity);
  if (!/^[-+]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[-+]?\d+(_\d+)*)?$/.test(plain)) {
    throw new ValueError(`could not convert string to float: ${quoted(text)}`);
  }
  return Number(plain.replaceAll("_", ""));
}

/** `ord(char)` */
export function codeOf(char: string): number {
  const { length } = Array.from(char);
  if (length !== 1) throw new TypeError(`ord() expected a character, but string of length ${length} found`);
  return char.codePointAt(0)!;
}

/** `chr(code)` */
export function charOf(code: number): string {
  if (code < 0 || code > 0x10ffff) throw new ValueError("chr() arg not in range(0x110000)");
  return String.fromCodePoint(code);
}
