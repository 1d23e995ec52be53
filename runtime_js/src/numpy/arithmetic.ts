/** `+ - * / // % **`, comparisons, `& | ^` and the like, item by item. */

import { ValueError } from "../python/exceptions.js";
import { Float } from "../python/kinds.js";
import { floatFloorDivide, floatModulo } from "../python/numbers.js";
import { asArray, flat, floating, isFloat, isOurs, LIMITS, mapped, promoted, type Kind, type NDArray, type Value } from "./array.js";

/** Arrays, NumPy's scalars, and Python's numbers, which take the array's kind where they can. */
export type Operand = Value | number | boolean | Float;

type Rule = (a: number, b: number) => number | boolean;
type Binary = (a: Operand, b: Operand) => Value;

/** The kind of an operand; a Python number adapts to the kind of the other one. */
function kindOf(value: Operand, other: Operand): Kind {
  if (isOurs(value)) return value.dtype;
  if (typeof value === "boolean") return "bool";
  const beside = isOurs(other) ? other.dtype : "bool";
  if (value instanceof Float || !Number.isInteger(value)) return beside === "float32" ? beside : "float64";
  return beside === "bool" ? "int64" : beside;
}

/** A function of two operands: `choose` gives the rule for a kind, `result` the kind of the result where it is another. */
function binary(choose: (kind: Kind, b: NDArray) => Rule, result?: (kind: Kind) => Kind): Binary {
  const operand = (value: Operand, other: Operand): NDArray => {
    const dtype = kindOf(value, other);
    return asArray(value, result && LIMITS[dtype] ? "int64" : dtype); // small ints compare with large ones, which divide them
  };
  return (x, y) => {
    const [a, b] = [operand(x, y), operand(y, x)];
    const kind = promoted(a.dtype, b.dtype);
    return mapped(result ? result(kind) : kind, [a, b], choose(kind, b));
  };
}

/** The same rule for all kinds; the data of the kind rounds and wraps what it gives. */
function simple(rule: Rule, result?: (kind: Kind) => Kind): Binary {
  return binary(() => rule, result);
}

/** Of ints what is divided by 0 is 0, as NumPy has it beside its warning. */
function divided(ofFloats: (a: number, b: number) => number): Binary {
  return binary((kind) => (isFloat(kind) ? ofFloats : (a, b) => (b ? ofFloats(a, b) + 0 : 0)));
}

export const npAdd = /* @__PURE__ */ simple((a, b) => a + b);
export const npSubtract = /* @__PURE__ */ simple((a, b) => a - b);
export const npMultiply = /* @__PURE__ */ binary((kind) => times(kind));
export const npFloorDivide = /* @__PURE__ */ divided((a, b) => (b ? floatFloorDivide(a, b) : a / b));
export const npMod = /* @__PURE__ */ divided((a, b) => (b ? floatModulo(a, b) : NaN));

/** `a * b` of items of this kind; of small ints the last 32 bits. */
export function times(kind: Kind): (a: number, b: number) => number {
  return /64|f/.test(kind) ? (a, b) => a * b : Math.imul;
}

function power(a: number, b: number): number {
  if (b === 2) return a * a; // as NumPy, which does not ask pow for these
  if (b === 0.5) return a === -Infinity ? Infinity : Math.sqrt(a);
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

export const npPower = /* @__PURE__ */ binary((kind, b) => {
  if (isFloat(kind)) return power;
  if (flat(b).some((each) => each < 0)) throw new ValueError("Integers to negative integer powers are not allowed.");
  const multiply = times(kind);
  return (base, rest) => {
    for (let result = 1; ; base = multiply(base, base)) {
      if (rest % 2) result = multiply(result, base);
      rest = Math.floor(rest / 2);
      if (rest === 0) return result;
    }
  };
});

export function minimum(a: number, b: number): number {
  return a < b || a !== a ? a : b;
}

export function maximum(a: number, b: number): number {
  return a > b || a !== a ? a : b;
}

export const npMinimum = /* @__PURE__ */ simple(minimum);
export const npMaximum = /* @__PURE__ */ simple(maximum);

function compared(rule: Rule): Binary {
  return simple(rule, () => "bool");
}

export const npEqual = /* @__PURE__ */ compared((a, b) => a === b);
export const npNotEqual = /* @__PURE__ */ compared((a, b) => a !== b);
export const npLess = /* @__PURE__ */ compared((a, b) => a < b);
export const npLessEqual = /* @__PURE__ */ compared((a, b) => a <= b);
export const npGreater = /* @__PURE__ */ compared((a, b) => a > b);
export const npGreaterEqual = /* @__PURE__ */ compared((a, b) => a >= b);

export const npLogicalAnd = /* @__PURE__ */ compared((a, b) => a !== 0 && b !== 0);
export const npLogicalOr = /* @__PURE__ */ compared((a, b) => a !== 0 || b !== 0);
export const npLogicalXor = /* @__PURE__ */ compared((a, b) => (a !== 0) !== (b !== 0));

/** Of ints that 32 bits do not hold by way of larger ones. */
function bits(rule: (a: never, b: never) => number): Binary {
  return binary((kind) => (kind.endsWith("64") ? (a, b) => Number(rule(BigInt(a) as never, BigInt(b) as never)) : rule as Rule));
}

export const npBitAnd = /* @__PURE__ */ bits((a, b) => a & b);
export const npBitOr = /* @__PURE__ */ bits((a, b) => a | b);
export const npBitXor = /* @__PURE__ */ bits((a, b) => a ^ b);

export const npDivide = /* @__PURE__ */ simple((a, b) => a / b, floating);
export const npArctan2 = /* @__PURE__ */ simple(Math.atan2, floating);
export const npHypot = /* @__PURE__ */ simple((a, b) => Math.hypot(a, b), floating);

/** `numpy.isclose(a, b, rtol, atol)` */
export function npIsclose(a: Operand, b: Operand, rtol = 1e-5, atol = 1e-8): Value {
  return compared((x, y) => x === y || (Number.isFinite(y) && Math.abs(x - y) <= atol + rtol * Math.abs(y)))(a, b);
}

/** Both operands by Python's rule where neither is NumPy's. */
export function npOr<A, B, R>(a: A, b: B, ours: Binary, python: (a: never, b: never) => R): R | Value {
  return isOurs(a) || isOurs(b) ? ours(a as Operand, b as Operand) : python(a as never, b as never);
}
