/** What a caller gives for numbers: taken where it is some, refused by name and place where it is not. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runInNewContext } from "node:vm";

import { checkedWeights, owned, sendable, toNumbers } from "@bml/runtime/app/inputs.js";

const transferred = Float32Array.of(1, 2);
structuredClone(transferred, { transfer: [transferred.buffer] });
const endless: unknown[] = [];
endless[0] = endless;
class Vector extends Float32Array {}

const taken: [name: string, value: unknown, shape: number[], data: number[]][] = [
  ["a number", 5, [], [5]],
  ["a bool", true, [], [1]],
  ["infinity", [Infinity, -Infinity, -0], [3], [Infinity, -Infinity, -0]],
  ["lists", [[1, 2], [3, 4]], [2, 2], [1, 2, 3, 4]],
  ["bools among numbers, as NumPy does", [[true, 2]], [1, 2], [1, 2]],
  ["nothing", [], [0], []],
  ["rows of nothing", [[], []], [2, 0], []],
  ["lists of typed arrays", [Float32Array.of(1, NaN), Int8Array.of(3, 4)], [2, 2], [1, NaN, 3, 4]],
  ["lists of another frame", runInNewContext("[[1, 2]]"), [1, 2], [1, 2]],
  ["a typed array of another frame", runInNewContext("Float64Array.of(1, 2)"), [2], [1, 2]],
  ["a class of typed arrays", Vector.of(1, 2), [2], [1, 2]],
  ["memory that threads share", new Int32Array(new SharedArrayBuffer(8)), [2], [0, 0]],
  ["{ shape, data }", { shape: [1, 2], data: [1, 2] }, [1, 2], [1, 2]],
  ["{ shape, data } of bytes", { shape: [2, 1], dtype: "uint8", data: Uint8Array.of(1, 2) }, [2, 1], [1, 2]],
  ["a NaN that is meant", { shape: [1], data: Float32Array.of(NaN) }, [1], [NaN]],
  ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array]
    .map((Kind): [string, unknown, number[], number[]] => [Kind.name, Kind.of(1, 200 % 128), [2], [1, 72]]),
];

const numbers = "expected numbers, nested arrays, an image or { shape, dtype, data }, received ";
const inside = "expected numbers in arrays of equal depth, received ";
const refused: [name: string, value: unknown, message: string][] = [
  ["null", null, `${numbers}null.`],
  ["undefined", undefined, `${numbers}undefined.`],
  ["a text", "abc", `${numbers}"abc".`],
  ["a text of digits", "12", `${numbers}"12".`],
  ["an empty text", "", `${numbers}"".`],
  ["an object", { a: 1 }, `${numbers}an object { a }.`],
  ["an object of nothing", {}, `${numbers}an object {}.`],
  ["a function", () => 1, `${numbers}a function.`],
  ["a symbol", Symbol("x"), `${numbers}a symbol.`],
  ["a BigInt", 5n, `${numbers}5n, a BigInt.`],
  ["a date", new Date(), `${numbers}a Date.`],
  ["a map", new Map(), `${numbers}a Map.`],
  ["a promise", Promise.resolve(1), `${numbers}a Promise: await it first.`],
  ["a buffer", new ArrayBuffer(8), `${numbers}an ArrayBuffer.`],
  ["a view of a buffer", new DataView(new ArrayBuffer(8)), `${numbers}a DataView.`],
  ["a picture where none is asked for", new Blob([]), `${numbers}a Blob.`],
  ["NaN", NaN, `${inside}NaN at depth 0.`],
  ["NaN inside", [[1, NaN]], `${inside}NaN at depth 2 ([0][1]).`],
  ["null inside", [[null, 1]], `${inside}null at depth 2 ([0][0]).`],
  ["null for a row", [null], `${inside}null at depth 1 ([0]).`],
  ["an object inside", [{ a: 1 }], `${inside}an object { a } at depth 1 ([0]).`],
  ["{ shape, data } inside", [{ shape: [1], data: [1] }], `${inside}an object { shape, data } at depth 1 ([0]).`],
  ["an empty field", [["", "2"]], `${inside}"" at depth 2 ([0][0]).`],
  ["a text inside", [[1, "2"]], `${inside}"2" at depth 2 ([0][1]).`],
  ["a long text inside", ["x".repeat(99)], `${inside}"${"x".repeat(40)}…" at depth 1 ([0]).`],
  ["a BigInt inside", [1n], `${inside}1n, a BigInt at depth 1 ([0]).`],
  ["a hole", [1, , 3], `${inside}undefined at depth 1 ([1]).`], // eslint-disable-line no-sparse-arrays
  ["a list among numbers", [1, [2]], `${inside}an array at depth 1 ([1]).`],
  ["a number among lists", [[1], 2], `${inside}2 at depth 1 ([1]).`],
  ["a typed array among deeper lists", [[[1, 2]], [Float32Array.of(1)]], "expected arrays of equal lengths, received 2 and 1."],
  ["a flat typed array among deeper lists", [[[1]], Float32Array.of(1)], `${inside}a Float32Array at depth 1 ([1]).`],
  ["rows of different lengths", [[1, 2], [3]], "expected arrays of equal lengths, received 2 and 1."],
  ["a list that holds itself", endless, `expected at most 16 levels of arrays, received an array at depth 16 (${"[0]".repeat(16)}).`],
  ["BigInts", BigInt64Array.of(1n), "expected numbers, received a BigInt64Array: convert its values with Number."],
  ["memory that was transferred", transferred, "expected numbers, received a Float32Array whose memory was transferred."],
  ["a number for a shape", { shape: 8, data: [1] }, "expected a shape of whole numbers from 0 on, received 8."],
  ["no shape", { shape: null, data: [1] }, "expected a shape of whole numbers from 0 on, received null."],
  ["a typed array for a shape", { shape: Int32Array.of(1), data: [1] }, "expected a shape of whole numbers from 0 on, received an Int32Array."],
  ["a size below 0", { shape: [-1, -1], data: [1] }, "expected a shape of whole numbers from 0 on, received [-1, -1]."],
  ["half a size", { shape: [0.5], data: [] }, "expected a shape of whole numbers from 0 on, received [0.5]."],
  ["a text for a size", { shape: ["1"], data: [1] }, 'expected a shape of whole numbers from 0 on, received ["1"].'],
  ["a hole in a shape", { shape: [, 1], data: [1] }, "expected a shape of whole numbers from 0 on, received [, 1]."], // eslint-disable-line no-sparse-arrays
  ["no data", { shape: [1], data: null }, "expected a data of numbers, received null."],
  ["a text for data", { shape: [1], data: "1" }, 'expected a data of numbers, received "1".'],
  ["a function for data", { shape: [1], data: () => [1] }, "expected a data of numbers, received a function."],
  ["too few numbers", { shape: [3], data: new Float32Array(2) }, "expected 3 numbers for shape [3], received 2."],
  ["another dtype", { shape: [1], dtype: "float64", data: [1] }, 'expected a dtype among float32, int32, bool, uint8, received "float64".'],
  ["rows in data", { shape: [1], data: [[1]] }, "expected a data of numbers, row by row, received arrays in it."],
];

describe("inputs", () => {
  for (const [name, value, shape, data] of taken) {
    it(`take ${name}`, () => {
      const got = toNumbers("f, x", value);
      assert.deepEqual([got.shape, [...got.data]], [shape, data]);
      for (const { data } of [owned(got), sendable(got)]) assert.ok(!(data.buffer instanceof SharedArrayBuffer));
    });
  }

  for (const [name, value, message] of refused) {
    it(`refuse ${name}`, () => {
      assert.throws(() => toNumbers("f, x", value), { name: "TypeError", message: `f, x: ${message}` });
    });
  }

  it("refuse what is no number in data, by its place", () => {
    for (const wrong of [null, "x", NaN, undefined, 1n, {}]) {
      assert.throws(() => toNumbers("f, x", { shape: [1, 2], data: [1, wrong] }), /^TypeError: f, x, data: .* at depth 1 \(\[1\]\)\.$/);
    }
  });

  it("are lent, and copied where they must last or travel: their own part of a larger memory", () => {
    const mine = new Float32Array(1000).subarray(10, 12);
    for (const given of [mine, { shape: [2], data: mine }]) {
      const lent = toNumbers("f, x", given);
      assert.deepEqual([lent.data, lent.borrowed], [mine, true]);
      for (const { data, borrowed } of [owned(lent), sendable(lent)]) {
        assert.notEqual(data, mine);
        assert.deepEqual([[...data], data.buffer.byteLength, borrowed], [[0, 0], 8, undefined]);
      }
    }
    assert.equal(toNumbers("f, x", [1, 2]).borrowed, undefined);
    const whole = Float32Array.of(1, 2);
    assert.deepEqual(sendable(toNumbers("f, x", whole)), { shape: [2], data: whole });
  });
});

describe("weights from outside", () => {
  const array = { shape: [1], dtype: "float32", data: Float32Array.of(1) };

  it("are copies", () => {
    const { kernel } = checkedWeights({ kernel: array });
    assert.deepEqual(kernel, array);
    assert.notEqual(kernel!.data, array.data);
    assert.deepEqual(checkedWeights({}), {});
  });

  for (const [value, received] of [
    [undefined, "undefined"], [null, "null"], [5, "5"], ["kernel", '"kernel"'], [[array], "an array"], [() => array, "a function"],
    [new Map([["kernel", array]]), "a Map"], [Promise.resolve({}), "a Promise: await it first"], [Float32Array.of(1), "a Float32Array"],
  ] as const) {
    it(`refuse ${received}`, () => {
      const message = `setWeights: expected { name: { shape, dtype, data } } as getWeights gives it, received ${received}.`;
      assert.throws(() => checkedWeights(value), { name: "TypeError", message });
    });
  }

  for (const [value, received] of [
    [null, "null"], [undefined, "undefined"], [[1], "an array"], [{}, "dtype undefined and undefined"], ["abc", '"abc"'], [() => 1, "a function"],
    [{ ...array, data: [1] }, 'dtype "float32" and an array'], [{ ...array, dtype: undefined }, "dtype undefined and a Float32Array"],
    [JSON.parse(JSON.stringify(array)), 'dtype "float32" and an object { 0 }'],
  ] as const) {
    it(`refuse ${received} for a weight`, () => {
      const message = `setWeights, kernel: expected { shape, dtype, data } with a typed array as data, received ${received}.`;
      assert.throws(() => checkedWeights({ kernel: value }), { name: "TypeError", message });
    });
  }
});
