/** `+ - * / // % **`, comparisons, `& | ^` and the like, item by item. */

import { TypeError, ValueError } from "../python/exceptions.js";
import { floatFloorDivide, floatModulo } from "../python/numbers.js";
import { allocate, commonShape, flat, inMemoryOrder, isFloat, NDArray, scalarOr, Scalar, stored, type Kind } from "./array.js";
import { pair, promoted, type Operand } from "./operands.js";

type Rule = (a: number, b: number) => number;
type Chosen = { readonly dtype: Kind; readonly rule: Rule };
type Binary = (a: Operand, b: Operand) => NDArray | Scalar;

/** A function of two operands: `choose` gives the kind of the result and the rule, for the kind that both have together. */
function binary(choose: (kind: Kind, a: NDArray, b: NDArray) => Chosen, checked = true): Binary {
  return (x, y) => {
    const [a, b] = pair(x, y, checked);
    const shape = commonShape(a.shape, b.shape);
    const { dtype, rule } = choose(promoted(a.dtype, b.dtype), a, b);
    const isChecked = dtype === "int64" || dtype === "uint64";
    return scalarOr(inMemoryOrder(dtype, shape, [a, b], (left, right) => {
      const data = allocate(dtype, left!.length);
      for (let k = 0; k < data.length; k++) {
        const value = rule(left![k]!, right![k]!);
        data[k] = isChecked ? stored(dtype, value) : value;
      }
      return data;
    }));
  };
}

function arithmetic(name: string, rule: Rule, ofBools: Rule | null, ofInts: Rule = rule): Binary {
  return /* @__PURE__ */ binary((dtype) => {
    if (dtype !== "bool") return { dtype, rule: isFloat(dtype) ? rule : ofInts };
    if (ofBools === null) throw new TypeError(`numpy ${name} is not defined for bools`);
    return { dtype, rule: ofBools };
  });
}

const or: Rule = (a, b) => a | b;
const and: Rule = (a, b) => a & b;

export const npAdd = /* @__PURE__ */ arithmetic("add", (a, b) => a + b, or);
export const npSubtract = /* @__PURE__ */ arithmetic("subtract", (a, b) => a - b, null);
export const npMultiply = /* @__PURE__ */ binary((dtype) => {
  if (dtype === "bool") return { dtype, rule: and };
  return { dtype, rule: dtype === "int32" ? Math.imul : (a, b) => a * b };
});

/** `numpy.square(value)` */
export function npSquare(value: Operand): NDArray | Scalar {
  return npMultiply(value, value);
}

export const npDivide = /* @__PURE__ */ binary((dtype) => ({ dtype: dtype === "float32" ? dtype : "float64", rule: (a, b) => a / b }));

/** Of ints: what is divided by 0 is 0, as NumPy has it beside its warning. */
const intFloorDivide: Rule = (a, b) => {
  if (b === 0) return 0;
  const rest = a % b;
  return (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0) + 0;
};
const intModulo: Rule = (a, b) => (b === 0 ? 0 : ((a % b) + b) % b + 0);

export const npFloorDivide = /* @__PURE__ */ arithmetic(
  "floor_divide", (a, b) => (b === 0 ? a / b : floatFloorDivide(a, b)), null, intFloorDivide);
export const npMod = /* @__PURE__ */ arithmetic("remainder", (a, b) => (b === 0 ? NaN : floatModulo(a, b)), null, intModulo);

const power: Rule = (a, b) => {
  if (b === 2) return a * a; // as NumPy, which does not ask pow for these
  if (b === 0.5) return a === -Infinity ? Infinity : Math.sqrt(a);
  if (a === 1 || (a === -1 && Math.abs(b) === Infinity)) return 1;
  return a ** b;
};

function intPower(dtype: Kind): Rule {
  const multiply: Rule = dtype === "int32" ? Math.imul : (a, b) => stored(dtype, a * b);
  return (base, exponent) => {
    let result = 1;
    for (let rest = exponent; ; base = multiply(base, base)) {
      if (rest % 2) result = multiply(result, base);
      rest = Math.floor(rest / 2);
      if (rest === 0) return result;
    }
  };
}

export const npPower = /* @__PURE__ */ binary((dtype, _, b) => {
  if (isFloat(dtype)) return { dtype, rule: power };
  if (flat(b).some((each) => each < 0)) throw new ValueError("Integers to negative integer powers are not allowed.");
  return { dtype, rule: intPower(dtype) };
});

const minimum: Rule = (a, b) => (a < b || a !== a ? a : b);
const maximum: Rule = (a, b) => (a > b || a !== a ? a : b);
export const npMinimum = /* @__PURE__ */ arithmetic("minimum", minimum, and);
export const npMaximum = /* @__PURE__ */ arithmetic("maximum", maximum, or);

function compared(rule: Rule): Binary {
  return /* @__PURE__ */ binary(() => ({ dtype: "bool", rule }), false);
}

export const npEqual = /* @__PURE__ */ compared((a, b) => Number(a === b));
export const npNotEqual = /* @__PURE__ */ compared((a, b) => Number(a !== b));
export const npLess = /* @__PURE__ */ compared((a, b) => Number(a < b));
export const npLessEqual = /* @__PURE__ */ compared((a, b) => Number(a <= b));
export const npGreater = /* @__PURE__ */ compared((a, b) => Number(a > b));
export const npGreaterEqual = /* @__PURE__ */ compared((a, b) => Number(a >= b));

export const npLogicalAnd = /* @__PURE__ */ compared((a, b) => Number(a !== 0 && b !== 0));
export const npLogicalOr = /* @__PURE__ */ compared((a, b) => Number(a !== 0 || b !== 0));
export const npLogicalXor = /* @__PURE__ */ compared((a, b) => Number((a !== 0) !== (b !== 0)));

/** Of large ints by halves, of which each is exact in 32 bits. */
function bits(rule: Rule): Binary {
  const wide: Rule = (a, b) => rule(Math.floor(a / 2 ** 32), Math.floor(b / 2 ** 32)) * 2 ** 32 + (rule(a >>> 0, b >>> 0) >>> 0);
  return /* @__PURE__ */ binary((dtype) => ({ dtype, rule: dtype === "int64" || dtype === "uint64" ? wide : rule }));
}

export const npBitAnd = /* @__PURE__ */ bits((a, b) => a & b);
export const npBitOr = /* @__PURE__ */ bits((a, b) => a | b);
export const npBitXor = /* @__PURE__ */ bits((a, b) => a ^ b);

function floats(rule: Rule): Binary {
  return /* @__PURE__ */ binary((dtype) => ({ dtype: dtype === "float32" ? dtype : "float64", rule }));
}

export const npArctan2 = /* @__PURE__ */ floats(Math.atan2);
export const npHypot = /* @__PURE__ */ floats(Math.hypot);

/** `numpy.isclose(a, b, rtol, atol)` */
export function npIsclose(a: Operand, b: Operand, rtol = 1e-5, atol = 1e-8): NDArray | Scalar {
  const close = compared((x, y) => Number(x === y || (Number.isFinite(y) && Math.abs(x - y) <= atol + rtol * Math.abs(y))));
  return close(a, b);
}

/** Both operands by Python's rule where neither is NumPy's. */
export function npOr<A, B, R>(a: A, b: B, ours: Binary, python: (a: never, b: never) => R): R | NDArray | Scalar {
  const isOurs = [a, b].some((each) => each instanceof NDArray || each instanceof Scalar);
  return isOurs ? ours(a as Operand, b as Operand) : python(a as never, b as never);
}
