/** ArgSort and the cumulative kernels of wasm against their definitions. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { HostArray, KernelConfig } from "@bml/runtime/backends/backend.js";
import { cumprodConfig, cumsumConfig } from "@bml/runtime/kernels/wasm/cumulative.js";
import { argSortConfig } from "@bml/runtime/kernels/wasm/sorting.js";
import { guardedCalls } from "../engine/guarded_heap.js";
import { Seeded } from "../engine/seeded.js";

const SPECIAL = [NaN, -NaN, Infinity, -Infinity, 0, -0, 1e-45, -1e-45, 3.4028234663852886e38];

function rows(random: Seeded, shape: number[], dtype: "float32" | "int32", kind: string): HostArray {
  const size = shape.reduce((a, b) => a * b, 1);
  if (dtype === "int32") return { shape, dtype, data: kind === "few" ? random.ints(size, -2, 2) : random.ints(size, -(2 ** 31), 2 ** 31 - 1) };
  const data = kind === "few" ? Float32Array.from(random.ints(size, -2, 2)) : random.floats(size);
  if (kind === "special") data.forEach((_, i) => (data[i] = random.below(3) ? data[i]! : random.pick(SPECIAL)));
  return { shape, dtype, data };
}

/** NaN is the largest, -0 is 0. */
function compare(a: number, b: number): number {
  if (a !== a || b !== b) return Number(a !== a) - Number(b !== b);
  return a < b ? -1 : a > b ? 1 : 0;
}

for (const variant of ["simd", "fma"] as const) {
  const call = await guardedCalls(variant);

  describe(`ArgSort, ${variant}`, () => {
    const sizes = [0, 1, 2, 3, 47, 48, 49, 50, 100, 257, 1000, 70000]; // by insertion up to 48
    for (const kind of ["different", "few", "special"]) {
      it(`sorts rows of ${sizes.join(", ")}: ${kind} values`, async () => {
        const random = new Seeded(1);
        for (const size of sizes) {
          for (const dtype of ["float32", "int32"] as const) {
            const x = rows(random, [size > 1000 ? 1 : 3, size], dtype, kind);
            for (const descending of [false, true]) {
              const places = await call(argSortConfig, { x }, { descending });
              assert.deepEqual([places.shape, places.dtype], [x.shape, "int32"]);
              const expected: number[] = [];
              for (let from = 0; from < x.data.length; from += size) {
                const row = x.data.subarray(from, from + size), order = Array.from(row, (_, i) => i);
                expected.push(...order.sort((i, j) => (descending ? -1 : 1) * compare(row[i]!, row[j]!) || i - j));
              }
              assert.deepEqual([...places.data], expected);
            }
          }
        }
      });
    }
    it("sorts rows that are alike, also in all digits but one", async () => {
      for (const data of [new Int32Array(99).fill(5), Int32Array.from({ length: 99 }, (_, i) => (i % 3) << 16)]) {
        const { data: places } = await call(argSortConfig, { x: { shape: [99], dtype: "int32", data } }, { descending: false });
        assert.deepEqual([...places], Array.from(data, (_, i) => i).sort((i, j) => data[i]! - data[j]! || i - j));
      }
    });
  });

  describe(`Cumsum and Cumprod, ${variant}`, () => {
    const kernels: [string, KernelConfig, number, (a: number, b: number) => number, (a: number, b: number) => number][] = [
      ["Cumsum", cumsumConfig, 0, (a, b) => a + b, (a, b) => (a + b) | 0],
      ["Cumprod", cumprodConfig, 1, (a, b) => a * b, Math.imul],
    ];
    for (const [name, config, start, ofFloats, ofInts] of kernels) {
      it(`${name} is right for random shapes, floats in float64`, async () => {
        const random = new Seeded(2);
        for (let i = 0; i < 150; i++) {
          const dtype = random.pick(["float32", "int32"] as const), large = i % 50 === 0;
          const shape = large ? [37, 7001] : random.pick([[], [random.between(0, 9)], [2, 3]]).concat(random.between(0, 40));
          const x = rows(random, shape, dtype, random.pick(["different", "few", "special"])), size = shape.at(-1)!;
          const reverse = random.pick([false, true]), step = dtype === "int32" ? ofInts : ofFloats;
          const y = await call(config, { x }, { reverse });
          assert.deepEqual([y.shape, y.dtype], [shape, dtype]);
          const expected = x.data.slice();
          for (let from = 0; from < expected.length; from += size) {
            let total = start;
            for (let j = 0; j < size; j++) {
              const at = from + (reverse ? size - 1 - j : j);
              expected[at] = total = step(total, x.data[at]!);
            }
          }
          assert.deepEqual([...y.data], [...expected]); // one NaN may have other bits than another
        }
      });
    }
  });
}
