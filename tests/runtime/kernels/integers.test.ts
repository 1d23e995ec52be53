/** Products of matrices of int32 and bool, and the count of floats that are not finite, on wasm. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { HostArray } from "@bml/runtime/backends/backend.js";
import { integerMatMulConfig } from "@bml/runtime/kernels/wasm/integer_mat_mul.js";
import { nonFiniteCountsConfig } from "@bml/runtime/kernels/wasm/nonfinite_counts.js";
import { guardedCalls } from "../engine/guarded_heap.js";
import { Seeded } from "../engine/seeded.js";

function matrices(random: Seeded, shape: number[], dtype: "int32" | "bool"): HostArray {
  const size = shape.reduce((a, b) => a * b, 1);
  if (dtype === "bool") return { shape, dtype, data: Uint8Array.from(random.ints(size, 0, 1)) };
  return { shape, dtype, data: random.ints(size, -(2 ** 31), 2 ** 31 - 1) };
}

for (const variant of ["simd", "fma"] as const) {
  const call = await guardedCalls(variant);

  describe(`IntegerMatMul, ${variant}`, () => {
    const product = async (random: Seeded, batch: number[], rows: number, inner: number, columns: number) => {
      const [a, b] = [[rows, inner], [inner, columns]].map((shape) => matrices(random, [...batch, ...shape], random.pick(["int32", "bool"])));
      const y = await call(integerMatMulConfig, { a: a!, b: b! });
      assert.deepEqual([y.shape, y.dtype], [[...batch, rows, columns], "int32"]);
      const expected = Int32Array.from(y.data, (_, at) => {
        const column = at % columns, row = Math.floor(at / columns), of = Math.floor(row / rows);
        let total = 0;
        for (let i = 0; i < inner; i++) total += Math.imul(a!.data[row * inner + i]!, b!.data[(of * inner + i) * columns + column]!);
        return total; // exact in float64 for so few
      });
      assert.deepEqual(y.data, expected);
    };
    it("wraps around at 2**31, for random shapes", async () => {
      const random = new Seeded(1);
      for (let i = 0; i < 150; i++) {
        const batch = random.pick([[], [0], [1], [3], [2, 2]]);
        await product(random, batch, random.between(0, 5), random.between(0, 9), random.between(0, 45));
      }
    });
    it("is right in parts", () => product(new Seeded(2), [3], 51, 37, 61));
  });

  describe(`NonFiniteCounts, ${variant}`, () => {
    for (const size of [0, 1, 3, 4, 7, 1001]) {
      it(`counts NaN and infinities among ${size} numbers`, async () => {
        const random = new Seeded(size), data = random.floats(size);
        data.forEach((_, i) => (data[i] = random.pick([data[i]!, NaN, Infinity, -Infinity, 3.4028234663852886e38, -0])));
        const bits = new Int32Array(data.buffer);
        data.forEach((value, i) => (bits[i] = Number.isNaN(value) && i % 2 ? bits[i]! | 0x80000001 : bits[i]!)); // other NaNs
        const counts = await call(nonFiniteCountsConfig, { x: { shape: [size], dtype: "float32", data } }, { lanes: 1 });
        const infinite = data.filter((value) => Math.abs(value) === Infinity).length;
        assert.deepEqual([counts.shape, ...counts.data], [[2, 1], data.filter(Number.isNaN).length, infinite]);
      });
    }
  });
}
