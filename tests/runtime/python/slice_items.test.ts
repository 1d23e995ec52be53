/** Slices of lists, set and deleted; what CPython gives for each, by hand where it is an error. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { unpackRest } from "@bml/runtime/python/names.js";
import { deleteSlice, setSlice } from "@bml/runtime/python/slice_items.js";

const bounds = [null, 0, 1, 3, 5, 9, -1, -3, -9];

/** `list(range(5))[start:stop:step]`, by index. */
function indices(start: number | null, stop: number | null, step: number): number[] {
  const at = (bound: number | null, missing: number): number => {
    if (bound === null) return missing;
    const index = bound < 0 ? bound + 5 : bound;
    return step > 0 ? Math.min(Math.max(index, 0), 5) : Math.min(Math.max(index, -1), 4);
  };
  const found: number[] = [];
  const last = at(stop, step > 0 ? 5 : -1);
  for (let i = at(start, step > 0 ? 0 : 4); step > 0 ? i < last : i > last; i += step) found.push(i);
  return found;
}

test("a slice's items become others, one for one where it has a step", () => {
  for (const start of bounds) for (const stop of bounds) for (const step of [2, -1, -2]) {
    const values = [0, 1, 2, 3, 4];
    const places = indices(start, stop, step);
    const expected = [...values];
    places.forEach((place, i) => { expected[place] = 10 + i; });
    setSlice(places.map((_, i) => 10 + i), values, start, stop, step);
    assert.deepEqual(values, expected, `${start}:${stop}:${step}`);
  }
});

test("a slice without a step becomes any number of items", () => {
  const set = (start: number | null, stop: number | null, items: Iterable<number>): number[] => {
    const values = [0, 1, 2, 3, 4];
    setSlice(items, values, start, stop, null);
    return values;
  };
  assert.deepEqual(set(1, 3, [9]), [0, 9, 3, 4]);
  assert.deepEqual(set(3, 1, [9]), [0, 1, 2, 9, 3, 4]); // at the start where it is empty
  assert.deepEqual(set(null, null, []), []);
  assert.deepEqual(set(9, null, [5, 6]), [0, 1, 2, 3, 4, 5, 6]);
  const values = [1, 2];
  setSlice(values, values, 1, 1, null);
  assert.deepEqual(values, [1, 1, 2, 2]);
});

test("a slice with a step becomes as many items as it has", () => {
  assert.throws(() => setSlice([1], [0, 1, 2], null, null, 2),
    /^ValueError: attempt to assign sequence of size 1 to extended slice of size 2$/);
});

test("slices are deleted", () => {
  for (const start of bounds) for (const stop of bounds) for (const step of [1, 2, -1, -2]) {
    const values = [0, 1, 2, 3, 4];
    const gone = indices(start, stop, step);
    deleteSlice(values, start, stop, step);
    assert.deepEqual(values, [0, 1, 2, 3, 4].filter((value) => !gone.includes(value)), `${start}:${stop}:${step}`);
  }
});

test("a rest takes what is left", () => {
  assert.deepEqual(unpackRest([1, 2, 3, 4], 1, 1), [1, [2, 3], 4]);
  assert.deepEqual(unpackRest("ab", 1, 1), ["a", [], "b"]);
  assert.throws(() => unpackRest([1], 1, 1),
    /^ValueError: not enough values to unpack \(expected at least 2, got 1\)$/);
});
