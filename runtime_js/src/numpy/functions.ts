/** Functions of one operand, item by item. */

import { allocate, converted, inMemoryOrder, isFloat, NDArray, Scalar, stored, type Kind } from "./array.js";

type Value = NDArray | Scalar;
type Rule = (value: number) => number;

function mapped(value: Value, dtype: Kind, rule: Rule): Value {
  if (value instanceof Scalar) return new Scalar(dtype, stored(dtype, rule(Number(value))));
  const isChecked = dtype === "int64" || dtype === "uint64";
  return inMemoryOrder(dtype, value.shape, [value], (items) => {
    const data = allocate(dtype, items.length);
    for (let k = 0; k < items.length; k++) data[k] = isChecked ? stored(dtype, rule(items[k]!)) : rule(items[k]!);
    return data;
  });
}

/** A function of floats, which ints become. */
function ofFloats(rule: Rule) {
  return (value: Value): Value => mapped(value, value.dtype === "float32" ? "float32" : "float64", rule);
}

/** A function whose result is of the operand's kind. */
function ofAll(rule: Rule, ofInts: Rule = rule) {
  return (value: Value): Value => mapped(value, value.dtype, isFloat(value.dtype) ? rule : ofInts);
}

function asked(rule: Rule) {
  return (value: Value): Value => mapped(value, "bool", rule);
}

const same: Rule = (value) => value;

/** To the even int where both are as near. */
function rounded(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  const near = rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down;
  return near === 0 && (value < 0 || Object.is(value, -0)) ? -0 : near;
}

export const npSqrt = /* @__PURE__ */ ofFloats(Math.sqrt);
export const npExp = /* @__PURE__ */ ofFloats(Math.exp);
export const npExpm1 = /* @__PURE__ */ ofFloats(Math.expm1);
export const npExp2 = /* @__PURE__ */ ofFloats((value) => 2 ** value);
export const npLog = /* @__PURE__ */ ofFloats(Math.log);
export const npLog2 = /* @__PURE__ */ ofFloats(Math.log2);
export const npLog10 = /* @__PURE__ */ ofFloats(Math.log10);
export const npLog1p = /* @__PURE__ */ ofFloats(Math.log1p);
export const npSin = /* @__PURE__ */ ofFloats(Math.sin);
export const npCos = /* @__PURE__ */ ofFloats(Math.cos);
export const npTan = /* @__PURE__ */ ofFloats(Math.tan);
export const npArcsin = /* @__PURE__ */ ofFloats(Math.asin);
export const npArccos = /* @__PURE__ */ ofFloats(Math.acos);
export const npArctan = /* @__PURE__ */ ofFloats(Math.atan);
export const npSinh = /* @__PURE__ */ ofFloats(Math.sinh);
export const npCosh = /* @__PURE__ */ ofFloats(Math.cosh);
export const npTanh = /* @__PURE__ */ ofFloats(Math.tanh);
export const npCbrt = /* @__PURE__ */ ofFloats(Math.cbrt);
export const npDeg2rad = /* @__PURE__ */ ofFloats((value) => value * (Math.PI / 180));
export const npRad2deg = /* @__PURE__ */ ofFloats((value) => value * (180 / Math.PI));

export const npNegative = /* @__PURE__ */ ofAll((value) => -value, (value) => 0 - value);
export const npPositive = /* @__PURE__ */ ofAll(same);
export const npAbsolute = /* @__PURE__ */ ofAll(Math.abs);
export const npSign = /* @__PURE__ */ ofAll((value) => Math.sign(value) + 0);
export const npReciprocal = /* @__PURE__ */ ofFloats((value) => 1 / value);
export const npFloor = /* @__PURE__ */ ofAll(Math.floor);
export const npCeil = /* @__PURE__ */ ofAll(Math.ceil);
export const npTrunc = /* @__PURE__ */ ofAll(Math.trunc);
export const npRint = /* @__PURE__ */ ofFloats(rounded);

export const npIsnan = /* @__PURE__ */ asked((value) => Number(value !== value));
export const npIsinf = /* @__PURE__ */ asked((value) => Number(Math.abs(value) === Infinity));
export const npIsfinite = /* @__PURE__ */ asked((value) => Number(Number.isFinite(value)));
export const npLogicalNot = /* @__PURE__ */ asked((value) => Number(value === 0));

/** `~value` */
export function npInvert(value: Value): Value {
  return mapped(value, value.dtype, value.dtype === "bool" ? (item) => 1 - item : (item) => -1 - item);
}

/** `numpy.round(value, digits)`: by way of a product, as NumPy has it. */
export function npRound(value: Value, digits = 0): Value {
  const scale = 10 ** Math.abs(digits);
  const round = value.dtype === "float32" ? Math.fround : same;
  if (digits === 0) return isFloat(value.dtype) ? mapped(value, value.dtype, rounded) : npPositive(value);
  if (digits > 0) return isFloat(value.dtype) ? mapped(value, value.dtype, (item) => rounded(round(item * scale)) / scale) : npPositive(value);
  return mapped(value, value.dtype, (item) => converted(value.dtype, "float64", rounded(round(item / scale)) * scale));
}
