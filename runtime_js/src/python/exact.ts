/** Decimal digits of floats, rounded as C's printf rounds: by the exact binary value, a tie to the even digit. */

/** More decimals and more digits than any float has: what is asked for beyond them are zeros. */
const EXACT = 1100;

const VIEW = new DataView(new ArrayBuffer(8));

/** `|value| * 10 ** decimals`, rounded to an integer; `value` is finite. */
export function scaledDigits(value: number, decimals: number): bigint {
  VIEW.setFloat64(0, Math.abs(value));
  const bits = VIEW.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  const [mantissa, exponent] = biased === 0 ? [fraction, -1074] : [fraction | 0x10000000000000n, biased - 1075];
  const numerator = mantissa * 10n ** BigInt(Math.max(decimals, 0)) * 2n ** BigInt(Math.max(exponent, 0));
  const denominator = 10n ** BigInt(Math.max(-decimals, 0)) * 2n ** BigInt(Math.max(-exponent, 0));
  const quotient = numerator / denominator;
  const twice = (numerator - quotient * denominator) * 2n;
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}

/** `"%.*f" % (decimals, |value|)` */
export function fixedDigits(value: number, decimals: number): string {
  if (decimals > EXACT) return fixedDigits(value, EXACT) + "0".repeat(decimals - EXACT);
  const digits = scaledDigits(value, decimals).toString().padStart(decimals + 1, "0");
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** The first `count` digits of `|value|`, and the power of ten of the first one. */
export function leadingDigits(value: number, count: number): { digits: string; power: number } {
  if (value === 0) return { digits: "0".repeat(count), power: 0 };
  if (count > EXACT) {
    const { digits, power } = leadingDigits(value, EXACT);
    return { digits: digits + "0".repeat(count - EXACT), power };
  }
  // The shortest digits may have been rounded up to a power of ten, of which fewer digits than asked for would be right.
  let power = Number(value.toExponential().split("e")[1]) - 1;
  for (;;) {
    const digits = scaledDigits(value, count - 1 - power).toString();
    if (digits.length === count) return { digits, power };
    power += digits.length - count;
  }
}

/** `"%.*e" % (decimals, |value|)` */
export function exponentDigits(value: number, decimals: number, letter = "e"): string {
  const { digits, power } = leadingDigits(value, decimals + 1);
  const mantissa = decimals === 0 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return `${mantissa}${letter}${powerText(power)}`;
}

/**
 * `"%.*g" % (count, |value|)`; with `atLeastOne`, what a format specification without a type means: a digit behind the
 * point, and an exponent earlier.
 */
export function generalDigits(value: number, count: number, alternate = false, atLeastOne = false): string {
  const { digits, power } = leadingDigits(value, count);
  const strip = (text: string): string => (alternate || !text.includes(".") ? text : text.replace(/\.?0+$/, ""));
  const last = atLeastOne ? count - 1 : count;
  if (power < -4 || power >= last) {
    const mantissa = count === 1 ? (alternate ? `${digits}.` : digits) : strip(`${digits[0]}.${digits.slice(1)}`);
    return `${mantissa}e${powerText(power)}`;
  }
  const text = strip(fixedDigits(value, count - 1 - power));
  if (atLeastOne && !text.includes(".")) return `${text}.0`;
  return alternate && !text.includes(".") ? `${text}.` : text;
}

/** `+05` */
export function powerText(power: number): string {
  return `${power < 0 ? "-" : "+"}${Math.abs(power).toString().padStart(2, "0")}`;
}
