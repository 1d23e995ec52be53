/** Gather and the folds of segments of wasm against their definitions, element by element. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { DType, KernelConfig } from "@bml/runtime/backends/backend.js";
import { gatherConfig } from "@bml/runtime/kernels/wasm/gather.js";
import { segmentMaxConfig, segmentProdConfig, segmentSumConfig } from "@bml/runtime/kernels/wasm/segments.js";
import { guardedCalls } from "../engine/guarded_heap.js";
import { Seeded } from "../engine/seeded.js";

type Values = Float32Array | Int32Array | Uint8Array;

const DTYPES: DType[] = ["float32", "int32", "bool"];
const product = (sizes: number[]) => sizes.reduce((a, b) => a * b, 1);

function values(random: Seeded, size: number, dtype: DType): Values {
  if (dtype === "float32") return random.floats(size);
  return dtype === "int32" ? random.ints(size, -(2 ** 31), 2 ** 31 - 1) : Uint8Array.from(random.ints(size, 0, 1));
}

for (const variant of ["simd", "fma"] as const) {
  const call = await guardedCalls(variant);

  describe(`Gather, ${variant}`, () => {
    const gather = async (random: Seeded, x: number[], indices: number[], attrs: { axis: number; batchDims: number }, dtype: DType) => {
      const { axis, batchDims } = attrs, size = x[axis]!;
      const data = values(random, product(x), dtype), places = random.ints(product(indices), -size - 2, size + 1);
      const y = await call(gatherConfig, { x: { shape: x, dtype, data }, indices: { shape: indices, dtype: "int32", data: places } }, attrs);
      const picked = indices.slice(batchDims), shape = [...x.slice(0, axis), ...picked, ...x.slice(axis + 1)];
      assert.deepEqual(y.shape, shape);
      const [batch, outer, count, inner] = [x.slice(0, batchDims), x.slice(batchDims, axis), picked, x.slice(axis + 1)].map(product) as
        [number, number, number, number];
      const expected = y.data.slice();
      for (let i = 0; i < expected.length; i++) {
        const within = i % inner, j = Math.floor(i / inner) % count, table = Math.floor(i / inner / count);
        const index = places[Math.floor(table / outer) * count + j]!, place = index < 0 ? index + size : index;
        const inside = place >= 0 && place < size;
        expected[i] = inside ? data[(table * size + place) * inner + within]! : dtype === "float32" ? NaN : 0;
      }
      assert.equal(expected.length, batch * outer * count * inner);
      assert.deepEqual([...y.data], [...expected]); // one NaN may have other bits than another
    };

    it("is right for random shapes", async () => {
      const random = new Seeded(1);
      const sizes = (rank: number) => Array.from({ length: rank }, () => random.between(1, 6));
      for (let i = 0; i < 300; i++) {
        const batchDims = random.between(0, 2), axis = batchDims + random.between(0, 2);
        const x = [...sizes(axis + 1), ...sizes(random.between(0, 1)), ...random.pick([[], [1], [3], [17], [64], [131]])];
        const indices = [...x.slice(0, batchDims), ...sizes(random.between(0, 2))];
        await gather(random, x, indices, { axis, batchDims }, random.pick(DTYPES));
      }
    });
    for (const dtype of DTYPES) {
      it(`takes nothing, and from nothing, of ${dtype}`, async () => {
        const random = new Seeded(2);
        await gather(random, [3, 4], [0], { axis: 0, batchDims: 0 }, dtype);
        await gather(random, [3, 0], [2], { axis: 0, batchDims: 0 }, dtype);
        await gather(random, [0, 5], [2, 3], { axis: 0, batchDims: 0 }, dtype);
      });
      it(`is right in parts, of ${dtype}`, async () => {
        await gather(new Seeded(3), [3, 50, 7, 101], [3, 211], { axis: 2, batchDims: 1 }, dtype);
      });
    }
  });

  describe(`segments, ${variant}`, () => {
    const folds: [string, KernelConfig, { float32: number; int32: number }, (dtype: string) => (a: number, b: number) => number][] = [
      ["SegmentSum", segmentSumConfig, { float32: 0, int32: 0 }, () => (a, b) => a + b],
      ["SegmentMax", segmentMaxConfig, { float32: -3.4028234663852886e38, int32: -(2 ** 31) }, () => Math.max],
      ["SegmentProd", segmentProdConfig, { float32: 1, int32: 1 }, (dtype) => (dtype === "int32" ? Math.imul : (a, b) => a * b)],
    ];
    for (const [name, config, start, stepOf] of folds) {
      const fold = async (random: Seeded, batch: number[], rows: number, inner: number[], count: number, dtype: "float32" | "int32") => {
        const shape = [...batch, rows, ...inner], width = product(inner);
        const data = values(random, product(shape), dtype) as Float32Array | Int32Array;
        if (dtype === "float32" && data.length) data[random.below(data.length)] = random.pick([NaN, Infinity, -0]);
        const ids = random.ints(product(batch) * rows, -1, count);
        const x = { shape, dtype, data };
        const y = await call(config, { x, ids: { shape: [...batch, rows], dtype: "int32", data: ids } }, { count, batchDims: batch.length });
        assert.deepEqual(y.shape, [...batch, count, ...inner]);
        const expected = (y.data as Float32Array | Int32Array).slice().fill(start[dtype]), step = stepOf(dtype);
        ids.forEach((id, row) => {
          if (id < 0 || id >= count) return;
          for (let i = 0; i < width; i++) {
            const at = (Math.floor(row / rows) * count + id) * width + i;
            expected[at] = step(expected[at]!, data[row * width + i]!);
          }
        });
        assert.deepEqual([...y.data], [...expected]); // one NaN may have other bits than another
      };
      it(`${name} is right for random shapes`, async () => {
        const random = new Seeded(4);
        for (let i = 0; i < 200; i++) {
          const batch = Array.from({ length: random.between(0, 2) }, () => random.between(1, 4));
          const inner = random.pick([[], [1], [3], [4], [2, 9], [31]]);
          await fold(random, batch, random.between(0, 20), inner, random.between(1, 9), random.pick(["float32", "int32"]));
        }
      });
      it(`${name} is right in parts`, async () => {
        for (const dtype of ["float32", "int32"] as const) await fold(new Seeded(5), [2], 3000, [37], 211, dtype);
      });
    }
  });
}
