/** Python's dictionary: keys by value, order, views, and what the dictionary's change does to who goes through it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Dict } from "@bml/runtime/python/dict.js";
import { KeyError, RuntimeError } from "@bml/runtime/python/exceptions.js";
import { dictText, floatText, quoted, tupleText } from "@bml/runtime/python/text.js";

test("tuples are keys by their items", () => {
  const grid = new Dict<readonly unknown[], string>([[[1, "a"], "x"], [[1, ["a", 0]], "y"]]);
  assert.equal(grid.item([1, "a"]), "x");
  assert.equal(grid.item([1, ["a", 0]]), "y");
  assert.ok(!grid.has(["1", "a"]));
  grid.set([1, "a"], "z");
  assert.equal(grid.size, 2);
  const tricky = new Dict<readonly string[], number>([[["a,b"], 1], [["a", "b"], 2], [['a","b'], 3]]);
  assert.deepEqual([...tricky.values()], [1, 2, 3]);
});

test("equal numbers are one key, and the first one stays", () => {
  const counts = new Dict<number | boolean, string>([[1, "int"]]);
  counts.set(true, "bool");
  assert.deepEqual([...counts.items()], [[1, "bool"]]);
  assert.equal(counts.item(-0 + 1), "bool");
});

test("a key that comes back stands last", () => {
  const letters = new Dict([["a", 1], ["b", 2]]);
  letters.set("a", 3);
  assert.deepEqual([...letters], ["a", "b"]);
  assert.equal(letters.pop("a"), 3);
  letters.set("a", 4);
  assert.deepEqual([...letters], ["b", "a"]);
  assert.deepEqual(letters.popItem(), ["a", 4]);
});

test("what is not there", () => {
  const rates = new Dict<number, string>();
  assert.equal(rates.get(1), null);
  assert.equal(rates.get(1, "none"), "none");
  assert.equal(rates.popOr(1, "none"), "none");
  assert.throws(() => rates.item(1), (error: Error) => error instanceof KeyError && error.message === "1");
  assert.throws(() => rates.item(1, floatText), (error: Error) => error.message === "1.0");
  assert.throws(() => rates.popItem(), (error: Error) => error.message === "'popitem(): dictionary is empty'");
  assert.equal(rates.setDefault(1, "new"), "new");
  assert.equal(rates.setDefault(1, "newer"), "new");
});

test("views follow the dictionary and may be gone through again", () => {
  const letters = new Dict([["a", 1]]);
  const keys = letters.keys();
  assert.deepEqual([...keys], ["a"]);
  letters.set("b", 2);
  assert.deepEqual([...keys], ["a", "b"]);
  assert.equal(keys.length, 2);
  assert.deepEqual([...letters.copy().merged(new Dict([["a", 9], ["c", 3]])).items()], [["a", 9], ["b", 2], ["c", 3]]);
  assert.deepEqual([...letters.items()], [["a", 1], ["b", 2]]);
});

test("a change of size while it is gone through is an error, a change of values none", () => {
  const letters = new Dict([["a", 1], ["b", 2]]);
  for (const key of letters) letters.set(key, 0);
  assert.throws(
    () => { for (const key of letters) letters.set(`${key}!`, 0); },
    (error: Error) => error instanceof RuntimeError && error.message === "dictionary changed size during iteration",
  );
});

test("its text is composed of writers", () => {
  const text = dictText(tupleText(quoted, String), floatText);
  assert.equal(text(new Dict([[["it's", 1], 2]])), `{("it's", 1): 2.0}`);
  assert.equal(tupleText(String)([1]), "(1,)");
});
