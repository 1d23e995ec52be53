/** Pools and their gradients against definitions written out, window by window. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { KernelConfig } from "@bml/runtime/backends/backend.js";
import { sizeOf } from "@bml/runtime/engine/kernel.js";
import { poolWindow, type PoolAttributes } from "@bml/runtime/kernels/pool_window.js";
import { avgPoolConfig, avgPoolGradConfig, maxPoolConfig, maxPoolGradConfig } from "@bml/runtime/kernels/wasm/pools.js";
import { guardedBackend } from "../engine/guarded_heap.js";
import { offset, places, Random, taken } from "./random.js";

interface Case {
  shape: number[];
  attrs: PoolAttributes;
  outShape: number[];
  /** Of each output: the places in the image of its window's elements. */
  windows: number[][];
}

function random(of: Random): Case {
  const channels = of.pick([1, 2, 3, 4, 5, 7, 8, 12]);
  if (of.below(10) < 3) return caseOf([of.between(1, 2), 2 * of.between(1, 4), 2 * of.between(1, 4), channels], { filterSize: 2, strides: 2, pad: "valid" });
  const filterSize: [number, number] = [of.between(1, 4), of.between(1, 4)], strides: [number, number] = [of.between(1, 4), of.between(1, 4)];
  const pads = filterSize.map((size) => [of.between(0, size - 1), of.between(0, size - 1)] as [number, number]);
  const shape = [of.between(0, 2), filterSize[0] + of.between(0, 6), filterSize[1] + of.between(0, 6), channels];
  return caseOf(shape, { filterSize, strides, pad: of.below(2) ? "valid" : [[0, 0], ...pads, [0, 0]] });
}

function caseOf(shape: number[], attrs: PoolAttributes): Case {
  const w = poolWindow(shape, attrs);
  const outShape = [w.batch, w.outHeight, w.outWidth, w.channels];
  const windows = [...places(outShape)].map(([b, row, column, c]) => {
    const inside: number[] = [];
    for (let i = 0; i < w.height; i++) {
      for (let j = 0; j < w.width; j++) {
        const [y, x] = [row! * w.strideHeight - w.padTop + i, column! * w.strideWidth - w.padLeft + j];
        if (y >= 0 && y < w.inHeight && x >= 0 && x < w.inWidth) inside.push(offset(shape, [b!, y, x, c!]));
      }
    }
    return inside;
  });
  return { shape, attrs, outShape, windows };
}

type Definition = (windows: number[][], x: Float32Array, dy: Float32Array) => number[];

const forward = (of: (values: number[]) => number): Definition => (windows, x) => windows.map((inside) => Math.fround(of(inside.map((i) => x[i]!))));
const backward = (give: (dx: Float32Array, inside: number[], x: Float32Array, g: number) => void): Definition => (windows, x, dy) => {
  const dx = new Float32Array(x.length);
  windows.forEach((inside, i) => give(dx, inside, x, dy[i]!));
  return [...dx];
};
const first = (inside: number[], x: Float32Array) => inside.reduce((best, i) => (x[i]! > x[best]! ? i : best));

const KERNELS: Record<string, { config: KernelConfig; definition: Definition; attrs?: object }> = {
  MaxPool: { config: maxPoolConfig, definition: forward((values) => Math.max(...values)) },
  AvgPool: { config: avgPoolConfig, definition: forward((values) => values.reduce((a, b) => a + b) / values.length) },
  MaxPoolGrad: { config: maxPoolGradConfig, definition: backward((dx, inside, x, g) => (dx[first(inside, x)]! += g)) },
  "MaxPoolGrad after relu": {
    config: maxPoolGradConfig,
    definition: backward((dx, inside, x, g) => (dx[first(inside, x)]! += x[first(inside, x)]! > 0 ? g : 0)),
    attrs: { mask: true },
  },
  AvgPoolGrad: { config: avgPoolGradConfig, definition: backward((dx, inside, _, g) => inside.forEach((i) => (dx[i]! += Math.fround(g / inside.length)))) },
};

for (const variant of ["simd", "fma"] as const) {
  const { backend, heap } = await guardedBackend(variant);
  describe(`pools with ${variant}`, () => {
    for (const [name, { config, definition, attrs: more }] of Object.entries(KERNELS)) {
      it(`${name} of random windows`, async () => {
        const of = new Random(9), call = backend.bind(config);
        for (let i = 0; i < 200; i++) {
          const { shape, attrs, outShape, windows } = random(of);
          const x = Float32Array.from({ length: sizeOf({ shape }) }, () => of.between(-4, 3)); // ties, and sums that are exact
          const dy = Float32Array.from({ length: sizeOf({ shape: outShape }) }, () => of.between(-4, 4));
          if (name === "MaxPool" && i % 3 === 0) x.forEach((_, at) => (x[at] = of.pick([NaN, -Infinity, 1, 2, Infinity, -1])));
          const upload = (data: Float32Array, shape: number[]) => backend.upload({ shape, dtype: "float32", data });
          const [image, y, g] = [upload(x, shape), upload(dy, outShape), upload(dy, outShape)];
          const gives = name.includes("Grad");
          const result = await taken(backend, call(gives ? { dy: g, input: image, output: y } : { x: image }, { ...attrs, ...more }));
          backend.dispose(image, y, g);
          assert.deepEqual(result.shape, gives ? shape : outShape);
          const [actual, expected] = [result.values, definition(windows, x, dy)].map((values) => values.map((value) => value + 0));
          assert.deepEqual(actual, expected, `[${shape}] ${JSON.stringify(attrs)}`);
        }
        heap.check();
        assert.equal(backend.liveTensors(), 0);
      });
    }
  });
}
