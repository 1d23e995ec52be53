/** Sites, shuffles and initial values. The generator itself is held against Random123 in kernels/random_words.test.ts. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Numbers } from "@bml/runtime/data/typed_array.js";
import { initialValues } from "@bml/runtime/random/initializers.js";
import { normals } from "@bml/runtime/random/normals.js";
import { permutation } from "@bml/runtime/random/permutation.js";
import { philox4x32 } from "@bml/runtime/random/philox.js";
import { site } from "@bml/runtime/random/site.js";
import { words } from "@bml/runtime/random/words.js";

describe("site", () => {
  it("is FNV-1a, 32 bits, over UTF-8", () => {
    // From the published test vectors of FNV (draft-eastlake-fnv).
    assert.equal(site(""), 0x811c9dc5);
    assert.equal(site("a"), 0xe40c292c);
    assert.equal(site("foobar"), 0xbf9cf968);
    assert.equal(site("é"), Math.imul(Math.imul(0x811c9dc5 ^ 0xc3, 0x01000193) ^ 0xa9, 0x01000193) >>> 0);
  });
});

describe("words", () => {
  it("takes word e % 4 of block e // 4, for any length", () => {
    for (const n of [0, 1, 3, 4, 5, 8]) {
      const all = words(n, 7, 9, 2);
      assert.equal(all.length, n);
      all.forEach((word, e) => assert.equal(word, philox4x32(7, 9, Math.floor(e / 4), 0, 2, 0)[e % 4]));
    }
  });
});

describe("permutation", () => {
  it("sorts indices stably by their words", () => {
    for (const n of [0, 1, 2, 7, 1000, 70000]) {
      const keys = words(n, 3, 4, 5);
      const expected = Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]! || a - b);
      assert.deepEqual(Array.from(permutation(n, 3, 4, 5)), expected);
    }
  });

  it("is another one for another invocation", () => {
    assert.notDeepEqual(permutation(100, 1, 1, 0), permutation(100, 1, 1, 1));
  });
});

const key: [number, number] = [11, 5];

function moments(values: Numbers): [mean: number, deviation: number] {
  const mean = [...values].reduce((sum, v) => sum + v, 0) / values.length;
  return [mean, Math.sqrt([...values].reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)];
}

// Python makes the same ones: tests/keras/test_random.py.
describe("initializers", () => {
  it("take a uniform value from the 24 high bits of its word", () => {
    const values = initialValues([5], "float32", { name: "uniform", key, minval: -1, maxval: 3 });
    words(5, 11, 0, 5).forEach((word, e) => assert.equal(values[e], Math.fround(-1 + (word >>> 8) / 2 ** 24 * 4)));
  });

  it("draw normal values by Box-Muller", () => {
    const [u, v] = [0, 0xffffffff].map((site) => (words(4, 11, site, 5)[3]! >>> 8) / 2 ** 24);
    const z = Math.sqrt(-2 * Math.log(1 - u!)) * Math.cos(2 * Math.PI * v!);
    const values = initialValues([200, 200], "float32", { name: "normal", key, mean: 1, stddev: 2 }, normals);
    const [mean, deviation] = moments(values);
    assert.ok(Math.abs(values[3]! - (1 + 2 * z)) < 1e-6);
    assert.ok(Math.abs(mean - 1) < 0.05 && Math.abs(deviation - 2) < 0.05, `${mean} ${deviation}`);
    assert.ok(values.some((value) => Math.abs(value - 1) > 4));
  });

  it("draw truncated normal values within two deviations", () => {
    const values = initialValues([200, 200], "float32", { name: "truncated_normal", key, mean: 1, stddev: 2 }, normals);
    const [mean, deviation] = moments(values);
    assert.ok(Math.abs(mean - 1) < 0.05 && Math.abs(deviation - 2 * 0.8796) < 0.05, `${mean} ${deviation}`);
    assert.ok(values.every((value) => Math.abs(value - 1) <= 4));
  });

  it("fill with a constant", () => {
    assert.deepEqual([...initialValues([1, 2], "float32", { name: "constant", value: 0.5 })], [0.5, 0.5]);
    for (const value of [3, 16777217, -(2 ** 31)]) {
      assert.deepEqual(initialValues([], "int32", { name: "constant", value }), Int32Array.of(value));
    }
  });
});
