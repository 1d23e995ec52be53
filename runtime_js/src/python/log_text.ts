/** The line that `bml.log` prints in Python, for the same values: `bml.reporting.log_text`, rule by rule. */

import type { Values } from "../app/contract.js";
import { generalDigits } from "./exact.js";
import { boolText, floatText } from "./text.js";

/** `epoch=1 loss=0.25` */
export function logText(values: Values): string {
  return Object.entries(values).map(([name, value]) => `${name}=${valueText(value)}`).join(" ");
}

/** Whole numbers within 2^53 in full, others by `%.4g`: JavaScript cannot tell 3.0 from 3, so neither does the rule. */
function valueText(value: number | string | boolean): string {
  if (typeof value === "boolean") return boolText(value);
  if (typeof value === "string") return value;
  if (!Number.isFinite(value)) return floatText(value);
  if (Number.isInteger(value) && Math.abs(value) <= 2 ** 53) return `${value + 0}`;
  return `${value < 0 ? "-" : ""}${generalDigits(value, 4)}`;
}
