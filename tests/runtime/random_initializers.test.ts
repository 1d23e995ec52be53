/** Sites, shuffles and initial values. The generator itself is held against Random123 in kernels/random_words.test.ts. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { fans, initialValues } from "@bml/runtime/random/initializers.js";
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

const key = { seed: 11, site: 22 };

describe("initializers", () => {
  it("count the fans of dense and convolution kernels, biases and scalars as Keras does", () => {
    assert.deepEqual(fans([5, 5, 3, 8]), [75, 200]);
    assert.deepEqual(fans([20, 10]), [20, 10]);
    assert.deepEqual(fans([6]), [6, 6]);
    assert.deepEqual(fans([]), [1, 1]);
  });

  it("draw uniform values inside Keras's limits", () => {
    for (const [name, limit] of [["glorot_uniform", Math.sqrt(6 / 300)], ["he_uniform", Math.sqrt(6 / 100)], ["lecun_uniform", Math.sqrt(3 / 100)]] as const) {
      const values = initialValues([100, 200], { name, ...key });
      const spread = values.reduce((sum, v) => sum + v * v, 0) / values.length;
      assert.ok(values.every((v) => v >= -limit && v < limit), name);
      assert.ok(Math.abs(spread / (limit * limit / 3) - 1) < 0.03, name);
    }
  });

  it("take a uniform value from the 24 high bits of its word", () => {
    const values = initialValues([5], { name: "random_uniform", minval: -1, maxval: 3, ...key });
    words(5, 11, 22, 0).forEach((word, e) => assert.equal(values[e], Math.fround(-1 + (word >>> 8) / 2 ** 24 * 4)));
  });

  it("draw normal values by Box-Muller, truncated ones again until they are within two deviations", () => {
    const [word0, word1] = philox4x32(11, 22, 3, 0, 0, 0);
    const z = Math.sqrt(-2 * Math.log((word0 + 1) / 2 ** 32)) * Math.cos(2 * Math.PI * word1 / 2 ** 32);
    const normal = initialValues([40000], { name: "random_normal", mean: 1, stddev: 2, ...key });
    const truncated = initialValues([40000], { name: "truncated_normal", mean: 1, stddev: 2, ...key });
    assert.equal(normal[3], Math.fround(1 + 2 * z));
    assert.ok(normal.some((v) => Math.abs(v - 1) > 4));
    assert.ok(truncated.every((v) => Math.abs(v - 1) <= 4 + 1e-6));
    normal.forEach((v, e) => { if (Math.abs(v - 1) < 3.99) assert.equal(truncated[e], v); });
  });

  it("give truncated normal weights the deviation that was asked for", () => {
    for (const [name, variance] of [["glorot_normal", 2 / 300], ["he_normal", 2 / 100], ["lecun_normal", 1 / 100]] as const) {
      const values = initialValues([100, 200], { name, ...key });
      const spread = values.reduce((sum, v) => sum + v * v, 0) / values.length;
      assert.ok(Math.abs(spread / variance - 1) < 0.03, `${name}: ${spread} against ${variance}`);
    }
  });

  it("fill with zeros, ones and constants", () => {
    assert.deepEqual([...initialValues([2], { name: "zeros" })], [0, 0]);
    assert.deepEqual([...initialValues([2], { name: "ones" })], [1, 1]);
    assert.deepEqual([...initialValues([1, 2], { name: "constant", value: 0.5 })], [0.5, 0.5]);
  });
});
