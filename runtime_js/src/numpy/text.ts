/** Texts of arrays and scalars, as NumPy 2 prints them. Source: numpy/_core/arrayprint.py. */

import { exponentDigits, fixedDigits } from "../python/exact.js";
import { float32Text } from "../python/float32.js";
import { floatText } from "../python/text.js";
import { isFloat, NDArray, range, Scalar, shapeText, type Kind, type Value } from "./array.js";

const DECIMALS = 8; // at most
const WIDTH = 75;
const THRESHOLD = 1000; // arrays of more items are cut
const EDGE = 3;

function itemText(dtype: Kind, value: number): string {
  if (dtype === "bool") return value ? "True" : "False";
  return isFloat(dtype) ? (dtype === "float32" ? float32Text : floatText)(value) : String(value);
}

/** `str(value)` */
export function npText(value: Value): string {
  return value instanceof Scalar ? itemText(value.dtype, Number(value)) : arrayText(value, " ", "");
}

/** `repr(value)` */
export function npRepr(value: Value): string {
  const { dtype } = value;
  if (value instanceof Scalar) {
    const text = npText(value);
    return dtype === "bool" ? `np.${text}_` : `np.${dtype}(${text})`;
  }
  const { size, shape } = value;
  const start = "array(";
  const inner = arrayText(value, ", ", start);
  const more: string[] = [];
  if (size > THRESHOLD || (size === 0 && shape.length > 1)) more.push(`shape=${shapeText(shape, ", ")}`);
  if (!size || !["float64", "int64", "bool"].includes(dtype)) more.push(`dtype=${dtype}`);
  if (!more.length) return `${start}${inner})`;
  const tail = `${more.join(", ")})`;
  const line = inner.slice(inner.lastIndexOf("\n") + 1).length + (inner.includes("\n") ? 0 : start.length);
  return `${start}${inner},${line + tail.length + 2 > WIDTH ? `\n${" ".repeat(start.length)}` : " "}${tail}`;
}

function arrayText(array: NDArray, separator: string, prefix: string): string {
  if (array.size === 0) return "[]";
  const shown: number[] = [];
  let write = (value: number): string => { // at first, to see how wide they are
    shown.push(value);
    return "";
  };
  const visit = (part: NDArray, indent: string, width: number): string => {
    const size = part.length;
    const isCut = array.size > THRESHOLD && size > 2 * EDGE;
    const texts = range(size).filter((k) => !isCut || k < EDGE || k >= size - EDGE).map((k) => {
      const row = part.row(k);
      return row instanceof NDArray ? visit(row, `${indent} `, width - 1) : write(Number(row));
    });
    if (isCut) texts.splice(EDGE, 0, "...");
    const rows = separator.trimEnd() + "\n".repeat(part.ndim - 1) + indent;
    return `[${part.ndim > 1 ? texts.join(rows) : wrapped(texts, separator, indent, width - 1)}]`;
  };
  const whole = (): string => visit(array, " ".repeat(prefix.length + 1), WIDTH - Number(prefix !== ""));
  whole();
  write = writer(array.dtype, shown);
  return whole();
}

/** Items of one axis in lines of at most so many characters. */
function wrapped(texts: readonly string[], separator: string, indent: string, width: number): string {
  let [lines, line] = ["", indent];
  texts.forEach((text, k) => {
    if (line.length + text.length > width && line.length > indent.length) [lines, line] = [`${lines}${line.trimEnd()}\n`, indent];
    line += k < texts.length - 1 ? text + separator : text;
  });
  return (lines + line).slice(indent.length);
}

/** Writes each of these items as wide as all need. */
function writer(dtype: Kind, items: readonly number[]): (value: number) => string {
  const write = isFloat(dtype) ? floatWriter(dtype, items.filter(Number.isFinite)) : (value: number): string => itemText(dtype, value);
  const width = Math.max(...items.map((item) => write(item).length));
  return (value) => write(value).padStart(dtype === "bool" ? 5 : width);
}

/** Writes floats with as many decimals, or powers of ten, as these need. */
function floatWriter(dtype: Kind, finite: readonly number[]): (value: number) => string {
  const sizes = finite.filter((value) => value !== 0).map(Math.abs);
  const [largest, least] = [Math.max(...sizes), Math.min(...sizes)];
  const round = dtype === "float32" ? Math.fround : (value: number): number => value;
  const isScientific = largest >= (dtype === "float32" ? 1e6 : 1e8) || least < round(1e-4) || round(largest / least) > 1000;
  const split = (value: number, decimals: number): string[] => (
    isScientific ? exponentDigits(value, decimals) : fixedDigits(value, decimals)).split(/[.e]/);
  const decimals = (value: number): number => { // of the shortest digits that tell it from its neighbours
    let text = value.toExponential();
    for (let count = 0; dtype === "float32" && Math.fround(Number(text = value.toExponential(count))) !== value; count++);
    const [digits, power] = text.replace(/^-|\./g, "").split("e") as [string, string];
    const own = Math.min(Math.max(digits.length - 1 - (isScientific ? 0 : Number(power)), 0), DECIMALS);
    return own && split(value, own)[1]!.replace(/0+$/, "").length;
  };
  const most = Math.max(0, ...finite.map(decimals));
  const powers = isScientific ? Math.max(...finite.map((value) => split(value, 0).at(-1)!.length)) - 1 : 0;
  return (value) => {
    if (!Number.isFinite(value)) return floatText(value);
    const sign = value < 0 || Object.is(value, -0) ? "-" : "";
    if (!isScientific) {
      const own = decimals(value);
      const [whole, rest = ""] = split(value, own) as [string, string?];
      return `${sign}${whole}.${rest.padEnd(most)}`;
    }
    const parts = split(value, most);
    const power = parts.pop()!;
    return `${sign}${parts[0]}.${parts[1] ?? ""}e${power[0]}${power.slice(1).padStart(powers, "0")}`;
  };
}

/** `str` of a value that may be NumPy's; `write` writes the others. */
export function npTextOr<T>(write: (value: T) => string): (value: T | Value) => string {
  return (value) => (value instanceof NDArray || value instanceof Scalar ? npText(value) : write(value));
}

/** `repr` of a value that may be NumPy's. */
export function npReprOr<T>(write: (value: T) => string): (value: T | Value) => string {
  return (value) => (value instanceof NDArray || value instanceof Scalar ? npRepr(value) : write(value));
}
