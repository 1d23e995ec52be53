import assert from "node:assert/strict";
import test from "node:test";
import type { Tensor } from "@bml/runtime/backends/backend.js";
import { start } from "@bml/runtime/backends/cpu.js";
import { References } from "@bml/runtime/memory/references.js";
import { Dict } from "@bml/runtime/python/dict.js";
import { exchangeItem, exchangeValue, takeItem, takeValues } from "@bml/runtime/python/owned_items.js";

const backend = await start({ base: new URL(import.meta.url) });
const references = new References(backend);

function tensor(): Tensor {
  return backend.upload({ shape: [1], dtype: "float32", data: Float32Array.of(1) });
}

/** How many tensors `use` leaves alive. */
function left(use: () => void): number {
  const before = backend.liveTensors();
  use();
  return backend.liveTensors() - before;
}

test("a tensor lives as long as it has references", () => {
  const x = tensor();
  references.retain(x);
  assert.equal(left(() => references.drop(x)), 0);
  assert.equal(left(() => references.drop(x)), -1);
});

test("drop gives nothing, for the names that it clears", () => {
  let x: Tensor | undefined = tensor();
  let y: number | undefined = 2;
  const nothing: undefined[] = references.drop(x, y);
  [x, y] = nothing;
  assert.deepEqual([x, y], [undefined, undefined]);
});

test("what holds no tensors is nobody's", () => {
  assert.equal(left(() => references.drop(undefined, null, 1, "text", true, [1, [2]], new Dict([["a", 1]]), { loss: 0.5 })), 0);
});

test("a container drops its items with its own last reference", () => {
  const [x, y, z] = [tensor(), tensor(), tensor()];
  const held = [[x, 1], new Dict([["y", y]]), { z }];
  references.retain(held);
  references.retain(held);
  assert.equal(left(() => references.drop(held)), 0);
  assert.equal(left(() => references.drop(held)), 0);
  assert.equal(left(() => references.drop(held)), -3);
});

test("an item that is shared outlives one of its containers", () => {
  const x = tensor();
  const first = [x], second = [references.retain(x)];
  assert.equal(left(() => references.drop(first)), 0);
  assert.equal(left(() => references.drop(second)), -1);
});

test("a container may hold more than a call has arguments", () => {
  const x = tensor();
  const many = Array.from({ length: 200_000 }, () => references.retain(x));
  assert.equal(left(() => references.drop(many, x)), -1);
});

test("replace drops what was there, also several names at once", () => {
  const [x, y, z] = [tensor(), tensor(), tensor()];
  assert.equal(left(() => assert.equal(references.replace(x, y), y)), -1);
  assert.equal(left(() => references.replace([y, undefined], [z])), -1);
  references.drop(z);
});

test("an adopted copy has references of its own", () => {
  const values = [tensor(), tensor()];
  const copy = references.adopt(values.slice(1));
  assert.equal(left(() => references.drop(values)), -1);
  assert.equal(left(() => references.drop(copy)), -1);
  const dict = new Dict([["a", tensor()]]);
  const other = references.adopt(dict.copy());
  assert.equal(left(() => references.drop(dict)), 0);
  assert.equal(left(() => references.drop(other)), -1);
});

test("items that leave a container are given back", () => {
  const [x, y, z] = [tensor(), tensor(), tensor()];
  const values = [x, y];
  assert.equal(exchangeItem(values, -1, z), y);
  assert.equal(takeItem(values, 0), x);
  assert.deepEqual(values, [z]);
  assert.throws(() => exchangeItem(values, 1, x), { name: "IndexError", message: "list assignment index out of range" });
  assert.throws(() => takeItem(values, -2), { name: "IndexError", message: "list assignment index out of range" });
  const dict = new Dict<string, Tensor>();
  assert.equal(exchangeValue(dict, "a", x), null);
  assert.equal(exchangeValue(dict, "a", y), x);
  assert.deepEqual(takeValues(dict), [y]);
  assert.equal(dict.size, 0);
  references.drop(x, y, z);
});
