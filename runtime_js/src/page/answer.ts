/** The result of a function without a picture of its own: a value, a list, a record or an array, as a table. */

import type { HostArray } from "./contract.js";
import { h } from "./dom.js";
import { decimal } from "./format.js";

const ROWS = 100;

export function answer(result: unknown): HTMLElement {
  const rows = toRows(result);
  const table = h(
    "table",
    { class: "answer-table" },
    h("tbody", {}, ...rows.slice(0, ROWS).map((row) => h("tr", {}, ...row.map((value, i) => h(i === 0 && row.length > 1 && rows.length > 1 ? "th" : "td", {}, value))))),
  );
  const more = rows.length > ROWS && h("p", { class: "muted" }, `and ${rows.length - ROWS} more rows`);
  return h("div", { class: "scroll" }, table, more);
}

function toRows(result: unknown): string[][] {
  if (isArray(result)) {
    const width = result.shape.length > 1 ? result.shape.at(-1)! : 1;
    return numbered(chunks(Array.from(result.data), width).map((row) => row.map(text)));
  }
  if (Array.isArray(result) || ArrayBuffer.isView(result)) {
    return numbered(Array.from(result as ArrayLike<unknown>, (item) => (Array.isArray(item) ? item.map(text) : [text(item)])));
  }
  if (typeof result === "object" && result !== null) return Object.entries(result).map(([name, value]) => [name, text(value)]);
  return [[text(result)]];
}

function numbered(rows: string[][]): string[][] {
  return rows.length > 1 ? rows.map((row, i) => [String(i), ...row]) : rows;
}

function chunks<T>(values: T[], width: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / width) }, (_, i) => values.slice(i * width, (i + 1) * width));
}

function text(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : decimal(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isArray(value: unknown): value is HostArray {
  return typeof value === "object" && value !== null && "shape" in value && "data" in value;
}
