/** A result without a picture of its own: a list of numbers as running text, anything else as a table. */

import type { HostArray } from "./contract.js";
import { h } from "./dom.js";
import { decimal } from "./format.js";

const ROWS = 100;
/** Items of a list that have a row each; of a longer one, all stand in a few lines. */
const LIST = 16;
/** Characters of a cell. */
const CELL = 200;

export function answer(result: unknown): HTMLElement {
  const items = listed(result);
  if (items && items.length > LIST) return h("div", { class: "scroll answer-list" }, items.map(text).join(", "));
  const rows = toRows(result);
  const table = h(
    "table",
    { class: "answer-table" },
    h("tbody", {}, ...rows.slice(0, ROWS).map((row) => h("tr", {}, ...row.map((value, i) => h(i === 0 && row.length > 1 && rows.length > 1 ? "th" : "td", {}, value))))),
  );
  const more = rows.length > ROWS && h("p", { class: "muted" }, `and ${(rows.length - ROWS).toLocaleString("en")} more rows`);
  return h("div", { class: "scroll" }, table, more);
}

/** "300 values", "float32[4, 2]". */
export function summary(result: unknown): string {
  if (isArray(result)) return `${result.dtype}[${result.shape.join(", ")}]`;
  if (Array.isArray(result)) return `${result.length.toLocaleString("en")} value${result.length === 1 ? "" : "s"}`;
  return "";
}

/** The items of a flat list or vector. */
function listed(result: unknown): unknown[] | null {
  if (isArray(result)) return result.shape.length === 1 ? Array.from(result.data) : null;
  return Array.isArray(result) && !result.some((item) => typeof item === "object" && item !== null) ? result : null;
}

function toRows(result: unknown): string[][] {
  if (isArray(result)) {
    const width = result.shape.length > 1 ? result.shape.at(-1)! : 1;
    return numbered(chunks(Array.from(result.data), width).map((row) => row.map(text)));
  }
  if (Array.isArray(result)) return numbered(result.map((item) => (Array.isArray(item) ? item.map(text) : [text(item)])));
  if (typeof result === "object" && result !== null) return entries(result).map(([name, value]) => [name, text(value)]);
  return [[text(result)]];
}

function numbered(rows: string[][]): string[][] {
  return rows.length > 1 ? rows.map((row, i) => [String(i), ...row]) : rows;
}

function chunks<T>(values: T[], width: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / width) }, (_, i) => values.slice(i * width, (i + 1) * width));
}

/** Of a dictionary or a record. */
function entries(value: object): [string, unknown][] {
  return value instanceof Map ? [...value].map(([key, item]) => [text(key), item]) : Object.entries(value);
}

/** As Python names it, shortened. */
function text(value: unknown): string {
  const whole = words(value);
  return whole.length > CELL ? `${whole.slice(0, CELL)}…` : whole;
}

function words(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : decimal(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value === null || value === undefined) return "None";
  if (isArray(value)) return `${summary(value)} ${words(Array.from(value.data.subarray(0, CELL)))}`;
  if (Array.isArray(value)) return `[${value.slice(0, CELL).map(words).join(", ")}]`;
  if (typeof value === "object") return `{${entries(value).map(([name, item]) => `${name}: ${words(item)}`).join(", ")}}`;
  return String(value);
}

function isArray(value: unknown): value is HostArray {
  return typeof value === "object" && value !== null && "shape" in value && "data" in value && Array.isArray(value.shape);
}
