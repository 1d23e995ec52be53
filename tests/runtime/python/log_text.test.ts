/** The text of `bml.log`, by the table that CPython's own formatting fills (tests/unit/dsl/test_reporting.py). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { logText } from "@bml/runtime/python/log_text.js";

const table = JSON.parse(readFileSync(new URL("tests/golden/tables/log_text.json", REPOSITORY), "utf8")) as Record<string, string>;

test("numbers read as in Python", () => {
  assert.ok(Object.keys(table).length > 250);
  for (const [number, text] of Object.entries(table)) {
    assert.equal(logText({ x: number === "nan" ? NaN : Number(number) }), `x=${text}`, number);
  }
});

test("bools and texts too", () => {
  assert.equal(logText({ epoch: 1, best: true, worse: false, note: "kept going" }), "epoch=1 best=True worse=False note=kept going");
  assert.equal(logText({}), "");
});
