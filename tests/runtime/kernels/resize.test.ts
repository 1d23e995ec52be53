/** ResizeBilinear against its definition: each output lies between the pixels whose centers are nearest. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { resizeBilinearConfig } from "@bml/runtime/kernels/wasm/resize.js";
import { guardedBackend } from "../engine/guarded_heap.js";
import { offset, places, Random, taken } from "./random.js";

/** The shares of the pixels of a row in its place `i`. */
function shares(i: number, from: number, to: number): number[] {
  const at = Math.min(Math.max((from / to) * (i + 0.5) - 0.5, 0), from - 1);
  return Array.from({ length: from }, (_, pixel) => Math.max(0, 1 - Math.abs(pixel - at)));
}

for (const variant of ["simd", "fma"] as const) {
  const { backend, heap } = await guardedBackend(variant);
  describe(`ResizeBilinear with ${variant}`, () => {
    it("is right for random sizes", async () => {
      const random = new Random(4), call = backend.bind(resizeBilinearConfig);
      for (let run = 0; run < 60; run++) {
        const shape = [random.between(0, 2), random.between(1, 9), random.between(1, 9), random.between(1, 9)], size = [random.between(1, 12), random.between(1, 12)];
        const x = random.array(shape), images = backend.upload(x);
        const y = await taken(backend, call({ images }, { alignCorners: false, halfPixelCenters: true, size }));
        backend.dispose(images);
        assert.deepEqual(y.shape, [shape[0], ...size, shape[3]]);
        [...places(y.shape)].forEach(([b, i, j, c], at) => {
          const [rows, columns] = [shares(i!, shape[1]!, size[0]!), shares(j!, shape[2]!, size[1]!)];
          let value = 0;
          rows.forEach((row, p) => columns.forEach((column, q) => (value += row * column * Number(x.data[offset(shape, [b!, p, q, c!])]))));
          assert.ok(Math.abs(y.values[at]! - value) < 5e-6, `${y.values[at]}, not ${value}: [${shape}] to [${size}]`);
        });
      }
      heap.check();
      assert.equal(backend.liveTensors(), 0);
    });
  });
}
