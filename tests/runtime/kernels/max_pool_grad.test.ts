/** MaxPoolGrad against a definition of it written out: the first maximum of each window takes the window's gradient. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Backend, KernelConfig, StartOptions } from "@bml/runtime/backends/backend.js";
import { start as startCpu } from "@bml/runtime/backends/cpu.js";
import { startWith } from "@bml/runtime/backends/wasm.js";
import { start as startTfjs } from "@bml/runtime/backends/wasm_tfjs.js";
import { common } from "@bml/runtime/engine/files/common.js";
import { maxPoolGradConfig as onCpu } from "@bml/runtime/kernels/cpu/max_pool_grad.js";
import { poolWindow } from "@bml/runtime/kernels/pool_window.js";
import type { PoolAttributes, PoolWindow } from "@bml/runtime/kernels/pool_window.js";
import { maxPoolGradConfig as ours } from "@bml/runtime/kernels/wasm/pools.js";
import { maxPoolGradConfig as onWasm } from "@bml/runtime/kernels/wasm_tfjs/max_pool_grad.js";

function expected(x: Float32Array, dy: Float32Array, w: PoolWindow): Float32Array {
  const dx = new Float32Array(x.length);
  const inIndex = (b: number, r: number, c: number, d: number) => ((b * w.inHeight + r) * w.inWidth + c) * w.channels + d;
  let out = 0;
  for (let b = 0; b < w.batch; b++) {
    for (let row = 0; row < w.outHeight; row++) {
      for (let column = 0; column < w.outWidth; column++) {
        for (let d = 0; d < w.channels; d++) {
          const inside: number[] = [];
          for (let r = row * w.strideHeight - w.padTop; r < row * w.strideHeight - w.padTop + w.height; r++) {
            for (let c = column * w.strideWidth - w.padLeft; c < column * w.strideWidth - w.padLeft + w.width; c++) {
              if (r >= 0 && r < w.inHeight && c >= 0 && c < w.inWidth) inside.push(inIndex(b, r, c, d));
            }
          }
          const most = Math.max(...inside.map((i) => x[i]!));
          dx[inside.find((i) => x[i] === most)!]! += dy[out++]!;
        }
      }
    }
  }
  return dx;
}

/** Small integers around `offset`, so that ties are common and sums are exact. */
function integers(size: number, offset: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 16) % 5) + offset;
  });
}

const cases: { name: string; shape: number[]; attributes: PoolAttributes; offset: number }[] = [
  { name: "2x2 windows", shape: [2, 6, 6, 3], attributes: { filterSize: 2, strides: 2, pad: "valid" }, offset: -2 },
  { name: "only negative inputs", shape: [1, 5, 4, 2], attributes: { filterSize: 2, strides: 2, pad: "valid" }, offset: -9 },
  { name: "padding", shape: [2, 5, 7, 2], attributes: { filterSize: 3, strides: 2, pad: [[0, 0], [1, 1], [1, 1], [0, 0]] }, offset: -2 },
  { name: "overlapping windows", shape: [2, 6, 5, 1], attributes: { filterSize: [3, 2], strides: 1, pad: [[0, 0], [1, 1], [0, 1], [0, 0]] }, offset: -2 },
  { name: "a stride beyond the window", shape: [1, 7, 7, 1], attributes: { filterSize: 2, strides: 3, pad: "valid" }, offset: -2 },
];

const devices: { start: (options: StartOptions) => Promise<Backend>; config: KernelConfig }[] = [
  { start: startCpu, config: onCpu },
  { start: startTfjs, config: onWasm },
  { start: startWith(common), config: ours },
];
for (const { start, config } of devices) {
  const backend = await start({ base: new URL(WASM_FILES) });
  const maxPoolGrad = backend.bind(config);
  describe(`MaxPoolGrad on ${backend.name}, ${backend.description}`, () => {
    for (const { name, shape, attributes, offset } of cases) {
      it(`is right for ${name}`, async () => {
        const data = integers(shape.reduce((a, b) => a * b, 1), offset, 7);
        const input = backend.upload({ shape, dtype: "float32", data });
        const { batch, outHeight, outWidth, channels } = poolWindow(shape, attributes);
        const outputShape = [batch, outHeight, outWidth, channels];
        const output = backend.upload({ shape: outputShape, dtype: "float32", data: integers(outputShape.reduce((a, b) => a * b, 1), 0, 3) });
        const gradient = integers(output.shape.reduce((a, b) => a * b, 1), -2, 11);
        const dy = backend.upload({ shape: output.shape, dtype: "float32", data: gradient });
        const dx = maxPoolGrad({ dy, input, output }, attributes);
        assert.deepEqual(dx.shape, shape);
        assert.deepEqual(await backend.read(dx), expected(data, gradient, poolWindow(shape, attributes)));
        backend.dispose(input, output, dy, dx);
        assert.equal(backend.liveTensors(), 0);
      });
    }
  });
}
