/** Functions of one operand, item by item. */

import { asArray, isFloat, mapped, stored, type Kind, type Value } from "./array.js";

type Rule = (value: number) => number | boolean;

/** A function of floats, which ints become: `npFloats(x, Math.exp)`. */
export function npFloats(value: Value, rule: Rule): Value {
  return mapped(value.dtype === "float32" ? "float32" : "float64", [asArray(value)], rule);
}

/** A function whose result is of the operand's kind, or of this one: `npEach(x, Math.abs)`, `npEach(x, isNaN, "bool")`. */
export function npEach(value: Value, rule: Rule, dtype: Kind = value.dtype): Value {
  return mapped(dtype, [asArray(value)], rule);
}

/** To the even int where both are as near. */
export function npEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  const near = rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down;
  return near === 0 && (value < 0 || Object.is(value, -0)) ? -0 : near;
}

/** The rule of `numpy.sign`, to which -0 is 0. */
export function npSign(value: number): number {
  return Math.sign(value) + 0;
}

/** `numpy.deg2rad(value)`; of float32 with a factor that is made of float32. */
export function npDeg2rad(value: Value): Value {
  const [pi, round] = value.dtype === "float32" ? [Math.fround(Math.PI), Math.fround] : [Math.PI, Number];
  const factor = round(pi / 180);
  return npFloats(value, (item) => item * factor);
}

/** `numpy.rad2deg(value)` */
export function npRad2deg(value: Value): Value {
  const [pi, round] = value.dtype === "float32" ? [Math.fround(Math.PI), Math.fround] : [Math.PI, Number];
  const factor = round(180 / pi);
  return npFloats(value, (item) => item * factor);
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
  return npEach(value, value.dtype === "bool" ? (item) => 1 - item : (item) => -1 - item);
}

/** `numpy.round(value, digits)`: by way of a product, as NumPy has it. */
export function npRound(value: Value, digits = 0): Value {
  const { dtype } = value;
  const scale = 10 ** Math.abs(digits);
  const round = dtype === "float32" ? Math.fround : (item: number) => item;
  if (digits >= 0) return npEach(value, isFloat(dtype) ? (item) => npEven(round(item * scale)) / scale : round);
  return npEach(value, (item) => stored(dtype, npEven(round(item / scale)) * scale));
}
