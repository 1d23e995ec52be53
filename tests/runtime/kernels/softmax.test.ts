/** Softmax against float64, which it is but for the difference from the largest. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { softmaxConfig } from "@bml/runtime/kernels/wasm/softmax.js";
import { guardedBackend } from "../engine/guarded_heap.js";
import { Random, taken } from "./random.js";

function softmax(row: number[]): number[] {
  const most = Math.max(...row), powers = row.map((x) => Math.exp(Math.fround(x - most))), sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

for (const variant of ["simd", "fma"] as const) {
  const { backend, heap } = await guardedBackend(variant);

  const rowsOf = async (rows: number, n: number, data: Float32Array) => {
    const logits = backend.upload({ shape: [rows, n], dtype: "float32", data });
    const { values } = await taken(backend, backend.bind(softmaxConfig)({ logits }, { dim: 1 }));
    backend.dispose(logits);
    heap.check();
    return Array.from({ length: rows }, (_, row) => values.slice(row * n, (row + 1) * n));
  };

  describe(`softmax with ${variant}`, () => {
    for (const n of [1, 2, 3, 4, 5, 7, 8, 10, 33, 256, 257, 1000]) {
      it(`is right for rows of ${n}`, async () => {
        const random = new Random(n);
        for (const spread of [1, 30, 300]) {
          const data = Float32Array.from({ length: 5 * n }, () => ((random.below(2 ** 24) / 2 ** 24) - 0.5) * spread);
          (await rowsOf(5, n, data)).forEach((row, i) => {
            softmax([...data.slice(i * n, (i + 1) * n)]).forEach((value, j) => {
              assert.ok(Math.abs(row[j]! - value) <= 4e-7 * value + 1e-37, `${row[j]}, not ${value}`);
            });
          });
        }
      });
    }

    it("does not overflow, and loses neither NaN nor infinities", async () => {
      const rows = await rowsOf(4, 3, Float32Array.of(3e38, 3e38, -3e38, -Infinity, 0, -Infinity, Infinity, 0, 1, NaN, 0, 1));
      assert.deepEqual(rows, [[0.5, 0.5, 0], [0, 1, 0], [NaN, NaN, NaN], [NaN, NaN, NaN]]);
    });

    it("has nothing of nothing", async () => assert.deepEqual(await rowsOf(0, 3, new Float32Array(0)), []));
  });
}
