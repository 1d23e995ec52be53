/** Functions of one operand, item by item. */

import { asArray, floating, isFloat, keeper, mapped, type Kind, type Value } from "./array.js";

type Rule = (value: number) => number | boolean;

/** A function whose result is of the operand's kind, or of this one: `npEach(x, Math.abs)`, `npEach(x, isNaN, "bool")`. */
export function npEach(value: Value, rule: Rule, dtype: Kind = value.dtype): Value {
  return mapped(dtype, [asArray(value)], rule);
}

/** A function of floats, which ints become: `npFloats(x, Math.exp)`. */
export function npFloats(value: Value, rule: Rule): Value {
  return npEach(value, rule, floating(value.dtype));
}

const EXACT = 2 ** 52; // from here on all floats are whole

/** To the even int where both are as near: what is added has no room for a fraction. */
export function npEven(value: number): number {
  const large = Math.sign(value) * EXACT;
  return Math.abs(value) < EXACT ? value + large - large || value * 0 : value;
}

/** The rule of `numpy.sign`, to which -0 is 0. */
export function npSign(value: number): number {
  return Math.sign(value) + 0;
}

/** `numpy.deg2rad(value)`, or the other way: by a factor of pi as the kind has it. */
export function npAngle(value: Value, inDegrees = 0): Value {
  const keep = keeper(floating(value.dtype));
  const pi = keep(Math.PI);
  const by = keep(inDegrees ? 180 / pi : pi / 180);
  return npFloats(value, (item) => item * by);
}

/** The rule of `numpy.exp2`. */
export function npExp2(value: number): number {
  return 2 ** value;
}

/** The rule of `numpy.isinf`. */
export function npInfinite(value: number): boolean {
  return Math.abs(value) === Infinity;
}

/** `-value` */
export function npNegative(value: Value): Value {
  return npEach(value, (item) => -item);
}

/** `~value` */
export function npInvert(value: Value): Value {
  const all = value.dtype === "bool" ? 1 : -1;
  return npEach(value, (item) => all - item);
}

/** `numpy.round(value, digits)`: by way of a product, as NumPy has it. */
export function npRound(value: Value, digits = 0): Value {
  const { dtype } = value;
  const scale = 10 ** Math.abs(digits);
  const keep = keeper(floating(dtype));
  return npEach(value, digits < 0 ? (item) => npEven(keep(item / scale)) * scale : isFloat(dtype) ? (item) => npEven(keep(item * scale)) / scale : Number);
}
