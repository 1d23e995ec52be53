/** `+ - * / // % **`, comparisons, `& | ^` and the like, item by item. */

import { OverflowError, TypeError, ValueError } from "../python/exceptions.js";
import { Float } from "../python/kinds.js";
import { floatFloorDivide, floatModulo } from "../python/numbers.js";
import { asArray, flat, isFloat, mapped, NDArray, promoted, Scalar, stored, type Kind, type Value } from "./array.js";

/** Arrays, NumPy's scalars, and Python's numbers, which take the array's kind where they can. */
export type Operand = Value | number | boolean | Float;

type Rule = (a: number, b: number) => number | boolean;
type Binary = (a: Operand, b: Operand) => Value;
type Chosen = readonly [rule: Rule, dtype?: Kind];

function isOurs(value: unknown): value is Value {
  return value instanceof NDArray || value instanceof Scalar;
}

/** The kind of an operand; a number of Python's adapts to the kind of the other one. */
function kindOf(value: Operand, other: Operand): Kind {
  if (isOurs(value)) return value.dtype;
  if (typeof value === "boolean") return "bool";
  const beside = isOurs(other) ? other.dtype : "bool";
  if (value instanceof Float || !Number.isInteger(value)) return beside === "float32" ? beside : "float64";
  return beside === "bool" ? "int64" : beside;
}

const LIMITS: { readonly [kind in Kind]?: readonly [number, number] } = {
  uint8: [0, 255], int32: [-(2 ** 31), 2 ** 31 - 1], uint64: [0, Infinity],
};

/** A function of two operands: `choose` gives the rule, and the kind of the result where it is not the one of both. */
function binary(choose: (kind: Kind, b: NDArray) => Chosen, compares = false): Binary {
  return (x, y) => {
    const [a, b] = ([[x, y], [y, x]] as const).map(([value, other]) => {
      const dtype = kindOf(value, other);
      const limits = typeof value === "number" && LIMITS[dtype];
      if (!limits) return asArray(value, dtype);
      if (compares) return asArray(value, "int64"); // an array of small ints compares with large ones
      if (value < limits[0] || value > limits[1]) throw new OverflowError(`Python integer ${value} out of bounds for ${dtype}`);
      return asArray(value, dtype);
    }) as [NDArray, NDArray];
    const kind = promoted(a.dtype, b.dtype);
    const [rule, dtype = kind] = choose(kind, b);
    return mapped(dtype, [a, b], rule);
  };
}

/** By kind of rule: of floats, of ints, of bools, which some functions lack. */
function arithmetic(name: string, ofFloats: Rule, ofInts: Rule, ofBools?: Rule): Binary {
  return binary((dtype) => {
    if (dtype !== "bool") return [isFloat(dtype) ? ofFloats : ofInts];
    if (ofBools) return [ofBools];
    throw new TypeError(`numpy ${name} is not defined for bools`);
  });
}

const add: Rule = (a, b) => a + b;
const subtract: Rule = (a, b) => a - b;
const or: Rule = (a, b) => a | b;
const and: Rule = (a, b) => a & b;

export const npAdd = /* @__PURE__ */ arithmetic("add", add, add, or);
export const npSubtract = /* @__PURE__ */ arithmetic("subtract", subtract, subtract);
export const npMultiply = /* @__PURE__ */ binary((dtype) => [dtype === "int32" ? Math.imul : (a, b) => a * b]);

/** `numpy.square(value)` */
export function npSquare(value: Operand): Value {
  return npMultiply(value, value);
}

/** Of ints: what is divided by 0 is 0, as NumPy has it beside its warning. */
export const npFloorDivide = /* @__PURE__ */ arithmetic(
  "floor_divide", (a, b) => (b === 0 ? a / b : floatFloorDivide(a, b)), (a, b) => (b === 0 ? 0 : floatFloorDivide(a, b) + 0));
export const npMod = /* @__PURE__ */ arithmetic(
  "remainder", (a, b) => (b === 0 ? NaN : floatModulo(a, b)), (a, b) => (b === 0 ? 0 : floatModulo(a, b) + 0));

const power: Rule = (a, b) => {
  if (b === 2) return a * a; // as NumPy, which does not ask pow for these
  if (b === 0.5) return a === -Infinity ? Infinity : Math.sqrt(a);
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
};

export const npPower = /* @__PURE__ */ binary((dtype, b) => {
  if (isFloat(dtype)) return [power];
  if (flat(b).some((each) => each < 0)) throw new ValueError("Integers to negative integer powers are not allowed.");
  const multiply = dtype.endsWith("64") ? (x: number, y: number): number => stored(dtype, x * y) : Math.imul;
  return [(base, exponent) => {
    let result = 1;
    for (let rest = exponent; ; base = multiply(base, base)) {
      if (rest % 2) result = multiply(result, base);
      rest = Math.floor(rest / 2);
      if (rest === 0) return result;
    }
  }];
});

const minimum: Rule = (a, b) => (a < b || a !== a ? a : b);
const maximum: Rule = (a, b) => (a > b || a !== a ? a : b);
export const npMinimum = /* @__PURE__ */ arithmetic("minimum", minimum, minimum, and);
export const npMaximum = /* @__PURE__ */ arithmetic("maximum", maximum, maximum, or);

function compared(rule: Rule): Binary {
  return binary(() => [rule, "bool"], true);
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

/** Of large ints by halves, of which each is exact in 32 bits. */
function bits(rule: (a: number, b: number) => number): Binary {
  const high = (a: number): number => Math.floor(a / 2 ** 32);
  return binary((dtype) => [dtype.endsWith("64") ? (a, b) => rule(high(a), high(b)) * 2 ** 32 + (rule(a, b) >>> 0) : rule]);
}

export const npBitAnd = /* @__PURE__ */ bits((a, b) => a & b);
export const npBitOr = /* @__PURE__ */ bits((a, b) => a | b);
export const npBitXor = /* @__PURE__ */ bits((a, b) => a ^ b);

function floats(rule: Rule): Binary {
  return binary((dtype) => [rule, dtype === "float32" ? dtype : "float64"]);
}

export const npDivide = /* @__PURE__ */ floats((a, b) => a / b);
export const npArctan2 = /* @__PURE__ */ floats(Math.atan2);
export const npHypot = /* @__PURE__ */ floats((a, b) => Math.hypot(a, b));

/** `numpy.isclose(a, b, rtol, atol)` */
export function npIsclose(a: Operand, b: Operand, rtol = 1e-5, atol = 1e-8): Value {
  return compared((x, y) => x === y || (Number.isFinite(y) && Math.abs(x - y) <= atol + rtol * Math.abs(y)))(a, b);
}

/** Both operands by Python's rule where neither is NumPy's. */
export function npOr<A, B, R>(a: A, b: B, ours: Binary, python: (a: never, b: never) => R): R | Value {
  return isOurs(a) || isOurs(b) ? ours(a as Operand, b as Operand) : python(a as never, b as never);
}
