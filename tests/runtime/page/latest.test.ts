import assert from "node:assert/strict";
import { test } from "node:test";

import { latest } from "@bml/runtime/page/latest.js";

test("one call at a time, and of those asked for meanwhile the last", async () => {
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const call = latest((value: number) => {
    started.push(value);
    return new Promise<void>((resolve) => ends.push(resolve));
  });
  call(1);
  call(2);
  call(3);
  assert.deepEqual(started, [1]);
  ends[0]!();
  await new Promise(setImmediate);
  assert.deepEqual(started, [1, 3]);
  ends[1]!();
  await new Promise(setImmediate);
  call(4);
  assert.deepEqual(started, [1, 3, 4]);
});
