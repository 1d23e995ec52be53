/** The line that `bml.log` prints in Python, for the same values: `bml.reporting.log_text`, rule by rule. */

import type { Values } from "../app/contract.js";

/** `epoch=1 loss=0.25` */
export function logText(values: Values): string {
  return Object.entries(values).map(([name, value]) => `${name}=${valueText(value)}`).join(" ");
}

/** Whole numbers within 2^53 in full, others by `%.4g`: JavaScript cannot tell 3.0 from 3, so neither does the rule. */
function valueText(value: number | string | boolean): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return value;
  return Number.isInteger(value) && Math.abs(value) <= 2 ** 53 ? `${value + 0}` : fourDigits(value);
}

/** `"%.4g" % value` */
function fourDigits(value: number): string {
  if (!Number.isFinite(value)) return `${value}`.replace("Infinity", "inf").replace("NaN", "nan");
  const [digits, power] = halfToEven(value).split("e") as [string, string];
  const exponent = +power;
  const strip = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  if (exponent >= -4 && exponent < 4) return strip((+`${digits}e${power}`).toFixed(3 - exponent));
  return `${strip(digits)}e${power[0]}${power.slice(1).padStart(2, "0")}`;
}

/** `toExponential(3)`, which rounds a tie away from zero where C rounds it to the even digit. */
function halfToEven(value: number): string {
  const rounded = value.toExponential(3);
  const isTie = /^-?\d\.\d{3}50*e/.test(value.toExponential(60)); // exact, but for ties that are none beyond 60 digits
  if (!isTie || /[02468]e/.test(rounded)) return rounded;
  return value.toExponential(60).replace(/(\.\d{3})\d*e/, "$1e"); // an odd digit was rounded up to: cut off instead
}
