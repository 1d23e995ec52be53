/** Texts of arrays and scalars, as NumPy 2 prints them. Source: numpy/_core/arrayprint.py. */

import { floatText } from "../python/text.js";
import { float32Text } from "../python/float32.js";
import { flat, isFloat, NDArray, Scalar, type Data, type Kind } from "./array.js";

const PRECISION = 8;
const WIDTH = 75;
const THRESHOLD = 1000; // arrays of more items are cut
const EDGE = 3;

function itemText(dtype: Kind, value: number): string {
  if (dtype === "bool") return value ? "True" : "False";
  if (dtype === "float64") return floatText(value);
  return dtype === "float32" ? float32Text(value) : String(value);
}

/** `str(value)` */
export function npText(value: NDArray | Scalar): string {
  if (value instanceof Scalar) return itemText(value.dtype, Number(value));
  return arrayText(value, " ", "");
}

/** `repr(value)` */
export function npRepr(value: NDArray | Scalar): string {
  if (value instanceof Scalar) {
    const text = itemText(value.dtype, Number(value));
    return value.dtype === "bool" ? `np.${text}_` : `np.${value.dtype}(${text})`;
  }
  const isCut = value.size > THRESHOLD;
  const isKnown = value.size > 0 && ["float64", "int64", "bool"].includes(value.dtype);
  const inner = value.size ? arrayText(value, ", ", "array(") : "[]";
  const more: string[] = [];
  if (value.size === 0 && !(value.ndim === 1)) more.push(`shape=(${value.shape.join(", ")})`);
  else if (isCut) more.push(`shape=(${value.shape.join(", ")}${value.ndim === 1 ? "," : ""})`);
  if (!isKnown) more.push(`dtype=${value.dtype}`);
  if (!more.length) return `array(${inner})`;
  const last = inner.length - (inner.lastIndexOf("\n") + 1);
  const tail = more.join(", ");
  const start = inner.includes("\n") ? 0 : "array(".length;
  const isWide = last + start + 1 + tail.length + 2 > WIDTH;
  return `array(${inner},${isWide ? `\n${" ".repeat("array(".length)}` : " "}${tail})`;
}

/** The items that are shown: of a large array those at its edges. */
function leading(array: NDArray): { items: Data; dtype: Kind } {
  if (array.size <= THRESHOLD) return { items: flat(array), dtype: array.dtype };
  let kept = [array];
  for (let axis = 0; axis < array.ndim; axis++) {
    if (array.shape[axis]! <= 2 * EDGE) continue;
    kept = kept.flatMap((each) => [0, each.shape[axis]! - EDGE].map((from) => each.view(
      each.shape.map((size, k) => (k === axis ? EDGE : size)), each.strides, each.offset + from * each.strides[axis]!)));
  }
  return { items: Float64Array.from(kept.flatMap((each) => Array.from(flat(each)))), dtype: array.dtype };
}

function arrayText(array: NDArray, separator: string, prefix: string): string {
  if (array.size === 0) return "[]";
  const { items, dtype } = leading(array);
  const write = writer(dtype, items);
  const isCut = array.size > THRESHOLD;
  const indent = prefix.length;
  const comma = separator.trimEnd();
  const visit = (part: NDArray, depth: number, width: number): string => {
    const [size] = part.shape as [number];
    const cut = isCut && size > 2 * EDGE;
    const places = Array.from({ length: cut ? 2 * EDGE : size }, (_, k) => (cut && k >= EDGE ? size - 2 * EDGE + k : k));
    const hanging = " ".repeat(indent + depth + 1);
    if (part.ndim === 1) {
      const texts = places.map((k) => write(part.data[part.offset + k * part.strides[0]!]!));
      if (cut) texts.splice(EDGE, 0, "...");
      return `[${wrapped(texts, separator, hanging, width - 1)}]`;
    }
    const lines = places.map((k) => visit(part.row(k) as NDArray, depth + 1, width - 1));
    if (cut) lines.splice(EDGE, 0, "...");
    return `[${lines.join(`${comma}${"\n".repeat(part.ndim - 1)}${hanging}`)}]`;
  };
  return visit(array, 0, WIDTH - (prefix ? ")".length : 0));
}

/** Items of one axis in lines of at most so many characters. */
function wrapped(texts: readonly string[], separator: string, hanging: string, width: number): string {
  const lines: string[] = [];
  let line = hanging;
  texts.forEach((text, k) => {
    const isLast = k === texts.length - 1;
    if (line.length + text.length > width && line.length > hanging.length) {
      lines.push(line.trimEnd());
      line = hanging;
    }
    line += isLast ? text : text + separator;
  });
  lines.push(line);
  return lines.join("\n").slice(hanging.length);
}

/** Writes each of these items as wide as all need. */
function writer(dtype: Kind, items: Data): (value: number) => string {
  if (!isFloat(dtype)) {
    const least = dtype === "bool" ? "False".length : 0;
    const width = Array.from(items).reduce((most, value) => Math.max(most, itemText(dtype, value).length), least);
    return (value) => itemText(dtype, value).padStart(width);
  }
  const finite = Array.from(items).filter(Number.isFinite);
  const sizes = finite.filter((value) => value !== 0).map(Math.abs);
  const [largest, smallest] = [Math.max(...sizes), Math.min(...sizes)];
  const scientific = sizes.length > 0 && (largest >= 1e8 || smallest < 1e-4 || quotient(dtype, largest, smallest) > 1000);
  const parts = finite.map((value) => partsOf(dtype, value, scientific));
  const right = Math.max(0, ...parts.map((part) => part.right.length));
  const left = Math.max(0, ...parts.map((part) => part.left.length));
  const power = Math.max(0, ...parts.map((part) => part.power.length));
  let width = parts.length ? left + right + 1 + power : 0;
  if (parts.length < items.length) {
    const odd = Math.max(...Array.from(items).filter((value) => !Number.isFinite(value)).map((value) => floatText(value).length));
    const room = parts.length ? Math.max(left, odd - (right + 1 + power)) : 0;
    width = parts.length ? room + right + 1 + power : odd;
  }
  return (value) => {
    if (!Number.isFinite(value)) return floatText(value).padStart(width);
    const part = partsOf(dtype, value, scientific);
    const { left, right: digits } = scientific && part.right.length < right ? exact(value, right) : part;
    return `${left.padStart(width - right - 1 - power)}.${digits.padEnd(right)}${part.power}`;
  };
}

/** So many digits behind the point of a float's power of ten, which go beyond the shortest ones. */
function exact(value: number, count: number): { left: string; right: string } {
  const [left, right = ""] = Math.abs(value).toExponential(count).split("e")[0]!.split(".") as [string, string?];
  return { left: (value < 0 || Object.is(value, -0) ? "-" : "") + left, right };
}

function quotient(dtype: Kind, a: number, b: number): number {
  return dtype === "float32" ? Math.fround(a / b) : a / b;
}

/** The digits of a float: the shortest that tell it, at most eight behind the point. */
function partsOf(dtype: Kind, value: number, scientific: boolean): { left: string; right: string; power: string } {
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const { digits, power } = shortest(dtype, Math.abs(value));
  if (scientific) {
    const cut = roundedDigits(digits, PRECISION + 1);
    const up = power + cut.carried;
    const size = Math.abs(up).toString().padStart(2, "0");
    return { left: sign + cut.digits[0]!, right: cut.digits.slice(1).replace(/0+$/, ""), power: `e${up < 0 ? "-" : "+"}${size}` };
  }
  const cut = roundedDigits(digits, power + 1 + PRECISION);
  const up = power + cut.carried;
  const whole = up >= 0 ? cut.digits.slice(0, up + 1).padEnd(up + 1, "0") : "0";
  const rest = up >= 0 ? cut.digits.slice(up + 1) : "0".repeat(-up - 1) + cut.digits;
  return { left: sign + whole, right: rest.slice(0, PRECISION).replace(/0+$/, ""), power: "" };
}

/** The shortest digits that tell a float of this kind, and the power of ten of the first. */
function shortest(dtype: Kind, size: number): { digits: string; power: number } {
  let text = size.toExponential();
  if (dtype === "float32") {
    for (let count = 0; count < 9; count++) {
      text = size.toExponential(count);
      if (Math.fround(Number(text)) === size) break;
    }
  }
  const [mantissa, power] = text.split("e") as [string, string];
  return { digits: mantissa.replace(".", ""), power: Number(power) };
}

/** At most `count` digits, rounded to even; `carried`: 1 where that is a digit more. */
function roundedDigits(digits: string, count: number): { digits: string; carried: number } {
  if (digits.length <= count) return { digits, carried: 0 };
  if (count < 0) return { digits: "0", carried: 0 };
  const [head, tail] = [digits.slice(0, count), digits.slice(count)];
  const isTie = /^50*$/.test(tail);
  const up = isTie ? Number(head.at(-1) ?? 0) % 2 === 1 : tail[0]! >= "5";
  if (!up) return { digits: head || "0", carried: 0 };
  const next = (BigInt(head || "0") + 1n).toString().padStart(count, "0");
  return { digits: next, carried: next.length - count };
}

/** `str` of a value that may be NumPy's; `write` writes the others. */
export function npTextOr<T>(write: (value: T) => string): (value: T | NDArray | Scalar) => string {
  return (value) => (value instanceof NDArray || value instanceof Scalar ? npText(value) : write(value));
}

/** `repr` of a value that may be NumPy's. */
export function npReprOr<T>(write: (value: T) => string): (value: T | NDArray | Scalar) => string {
  return (value) => (value instanceof NDArray || value instanceof Scalar ? npRepr(value) : write(value));
}
