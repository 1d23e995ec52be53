/** Texts of arrays and scalars, as NumPy 2 prints them. Source: numpy/_core/arrayprint.py. */

import { exponentDigits, fixedDigits } from "../python/exact.js";
import { float32Digits, float32Text } from "../python/float32.js";
import { floatText } from "../python/text.js";
import { isFloat, isOurs, keeper, NDArray, range, Scalar, shapeText, type Kind, type Value } from "./array.js";

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
  return value instanceof Scalar ? itemText(value.dtype, Number(value)) : arrayText(value, 0);
}

/** `repr(value)` */
export function npRepr(value: Value): string {
  const { dtype } = value;
  if (value instanceof Scalar) return dtype === "bool" ? `np.${npText(value)}_` : `np.${dtype}(${npText(value)})`;
  const { size, shape } = value;
  const text = `array(${arrayText(value, 6)}`;
  const more: string[] = [];
  if (size > THRESHOLD || (size === 0 && shape.length > 1)) more.push(`shape=${shapeText(shape, ", ")}`);
  if (!size || !["float64", "int64", "bool"].includes(dtype)) more.push(`dtype=${dtype}`);
  if (!more.length) return `${text})`;
  const tail = `${more.join(", ")})`;
  const line = text.length - text.lastIndexOf("\n") + 1; // with a comma and a space
  return `${text},${line + tail.length > WIDTH ? `\n${" ".repeat(6)}` : " "}${tail}`;
}

/** Items in brackets, behind so many characters: those of "array(", or none. */
function arrayText(array: NDArray, prefix: 0 | 6): string {
  if (array.size === 0) return "[]";
  const separator = prefix ? ", " : " ";
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
  const whole = (): string => visit(array, " ".repeat(prefix + 1), WIDTH - Math.sign(prefix));
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
  const sizes = finite.filter(Boolean).map(Math.abs);
  const [largest, least] = [Math.max(...sizes), Math.min(...sizes)];
  const isSingle = dtype === "float32";
  const round = keeper(dtype);
  const isScientific = largest >= (isSingle ? 1e6 : 1e8) || least < round(1e-4) || round(largest / least) > 1000;
  const split = (value: number, decimals: number): string[] => (
    /(\d+)\.?(\d*)e?(.*)/.exec((isScientific ? exponentDigits : fixedDigits)(value, decimals))!.slice(1));
  const decimals = (value: number): number => { // of the shortest digits that tell it from its neighbours
    const [digits, power] = (isSingle ? float32Digits(value) : value.toExponential()).split("e") as [string, string];
    const own = digits.replace(/[-.]/g, "").length - 1 - (isScientific ? 0 : Number(power));
    return split(value, Math.min(Math.max(own, 0), DECIMALS))[1]!.replace(/0+$/, "").length;
  };
  const most = Math.max(0, ...finite.map(decimals));
  const powers = Math.max(0, ...finite.map((value) => split(value, 0)[2]!.length));
  return (value) => {
    if (!Number.isFinite(value)) return floatText(value);
    const [whole, rest, power] = split(value, isScientific ? most : decimals(value)) as [string, string, string];
    const sign = value < 0 || Object.is(value, -0) ? "-" : "";
    return `${sign}${whole}.${rest.padEnd(most)}${power && `e${power[0]}${power.slice(1).padStart(powers - 1, "0")}`}`;
  };
}

/** A writer that leaves what is not NumPy's to another one. */
export function npOrElse<T>(ours: (value: Value) => string, write: (value: T) => string): (value: T | Value) => string {
  return (value) => (isOurs(value) ? ours(value) : write(value));
}
