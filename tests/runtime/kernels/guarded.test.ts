/** Kernels of wasm that are tfjs's for most numbers and ours for the rest: both give what their definitions say. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import type { Backend, KernelConfig, Tensor } from "@bml/runtime/backends/backend.js";
import { start } from "@bml/runtime/backends/wasm_tfjs.js";
import { exceeds } from "@bml/runtime/kernels/host/exceeds.js";
import { fusedConv2DConfig } from "@bml/runtime/kernels/wasm_tfjs/fused_conv2d.js";
import { INFINITE } from "@bml/runtime/kernels/wasm_tfjs/guarded.js";
import { avgPoolConfig, maxPoolConfig } from "@bml/runtime/kernels/wasm_tfjs/pool.js";
import { clipByValueConfig, reluConfig, stepConfig } from "@bml/runtime/kernels/wasm_tfjs/unary.js";

const LARGEST = 3.4028234663852886e38;
const TINY = 2 ** -126;
const INPUTS: Record<string, number[]> = {
  numbers: [1, -2, 0.5, -0.25, 3, 0, -0, 7],
  infinite: [Infinity, 1, -Infinity, -1, 0, TINY, -TINY, 2],
  largest: [LARGEST, LARGEST, -LARGEST, LARGEST, 1, -1, 0, -LARGEST],
  "NaN first": [NaN, 1, -1, 2, -3, 0, 4, 5],
  "NaN last": [1, -1, 2, -3, 0, 4, 5, NaN],
};

const relu = (x: number) => (x < 0 ? 0 : x);
const UNARY: [string, KernelConfig, object, (x: number) => number][] = [
  ["relu", reluConfig, {}, relu],
  ["step", stepConfig, { alpha: 0.5 }, (x) => (x > 0 ? 1 : 0.5)],
  ["clip", clipByValueConfig, { clipValueMin: -1, clipValueMax: 2 }, (x) => (x < -1 ? -1 : x > 2 ? 2 : x)],
  ["clip of equal bounds", clipByValueConfig, { clipValueMin: 2, clipValueMax: 2 }, (x) => (x === x ? 2 : x)],
  ["clip of infinite bounds", clipByValueConfig, { clipValueMin: 0, clipValueMax: Infinity }, relu],
];

describe("kernels of wasm that are tfjs's where these are right", () => {
  let backend: Backend;
  before(async () => {
    backend = await start({ base: new URL(WASM_FILES) });
  });
  after(() => backend.close());

  const upload = (data: number[], shape: number[]) =>
    backend.upload({ shape, dtype: "float32", data: Float32Array.from(data) });
  const equal = async (actual: ReturnType<typeof upload>, expected: number[]) => {
    const data = await backend.read(actual);
    assert.deepEqual([...data].map(unsigned), expected.map(Math.fround).map(unsigned));
  };

  for (const [kind, x] of Object.entries(INPUTS)) {
    for (const [name, config, attrs, definition] of UNARY) {
      it(`${name}: ${kind}`, async () => {
        await equal(backend.bind(config)({ x: upload(x, [x.length]) }, attrs), x.map(definition));
      });
    }
    for (const [size, stride] of [[2, 2], [2, 1], [1, 2], [2, 3]] as const) {
      const attrs = { filterSize: [1, size], strides: [1, stride], pad: "valid" };
      const windows = x.map((_, i) => x.slice(i, i + size)).filter((of, i) => of.length === size && i % stride === 0);
      it(`pools of ${size}, ${stride} apart: ${kind}`, async () => {
        const image = upload(x, [1, 1, x.length, 1]);
        await equal(backend.bind(maxPoolConfig)({ x: image }, attrs), windows.map((of) => Math.max(...of)));
        await equal(
          backend.bind(avgPoolConfig)({ x: image }, attrs),
          windows.map((of) => of.reduce((sum, one) => sum + one, 0) / size),
        );
      });
    }
    it(`convolution and relu: ${kind}`, async () => {
      const inputs = { x: upload(x, [1, 1, x.length, 1]), filter: upload([-2, 1], [1, 1, 1, 2]), bias: upload([1, 0], [2]) };
      const attrs = { strides: [1, 1], pad: "valid", dilations: [1, 1], dataFormat: "NHWC" };
      const product = x.flatMap((one) => [Math.fround(1 - 2 * one), one]);
      const fused = backend.bind(fusedConv2DConfig);
      await equal(fused(inputs, { ...attrs, activation: "linear" }), product);
      await equal(fused(inputs, { ...attrs, activation: "relu" }), product.map(relu));
    });
  }
});

describe("what is known of a tensor", () => {
  // Numbers that grow beyond the largest and cancel: inf - inf is NaN, which has to come out of whatever follows.
  for (const growth of [1, 2 ** 12, 2 ** 30, 2 ** 39]) {
    it(`is never more than what is true, where each layer multiplies by ${growth}`, async () => {
      const backend = await start({ base: new URL(WASM_FILES) });
      const upload = (data: number[], shape: number[]) => backend.upload({ shape, dtype: "float32", data: Float32Array.from(data) });
      const [conv2D, maxPool, clip] = [fusedConv2DConfig, maxPoolConfig, clipByValueConfig].map((config) => backend.bind(config));
      const bias = upload([0, 0], [2]);
      const convolve = (x: Tensor, ...filter: number[]) => conv2D!(
        { x, filter: upload(filter, [1, 1, 2, 2]), bias }, { strides: [1, 1], pad: "valid", dilations: [1, 1], activation: "relu" });
      const convolved = ([a, b]: number[], ...filter: number[]) => {
        const [aa, ab, ba, bb] = filter.map((factor, i) => Math.fround(factor * (i < 2 ? a! : b!)));
        return [aa! + ba!, ab! + bb!].map(Math.fround).map(relu);
      };
      const equal = async (x: Tensor, expected: number[][]) => {
        assert.deepEqual([...await backend.read(x)].map(unsigned), expected.flat().map(unsigned));
      };
      const difference = [1, -1, -1, 1], growing = [growth, growth, growth, growth];
      let x = upload([1, -2, 3, 3], [1, 1, 2, 2]);
      let expected = [[1, -2], [3, 3]];
      for (let layer = 0; layer < 12; layer++) {
        x = convolve(x, ...growing);
        expected = expected.map((at) => convolved(at, ...growing));
        x = maxPool!({ x }, { filterSize: [1, 2], strides: [1, 1], pad: [[0, 0], [0, 0], [0, 1], [0, 0]] });
        expected = expected.map((at, i) => at.map((one, channel) => Math.max(one, expected[i + 1]?.[channel] ?? one)));
        await equal(x, expected);
        await equal(convolve(x, ...difference), expected.map((at) => convolved(at, ...difference)));
      }
      const clipped = clip!({ x: upload([1, 2], [1, 1, 1, 2]) }, { clipValueMin: 2 ** 127, clipValueMax: Infinity });
      await equal(convolve(clipped, growth, 2, -growth, 2), [convolved([2 ** 127, 2 ** 127], growth, 2, -growth, 2)]);
      backend.close();
    });
  }
});

describe("exceeds", () => {
  const found = (x: Float32Array, exponent: number) => exceeds(new Int32Array(x.buffer), exponent);

  it("finds one number, wherever it is", () => {
    for (let size = 1; size < 10; size++) {
      for (let i = 0; i < size; i++) {
        const x = new Float32Array(size).fill(-8);
        assert.equal(found(x, 3), false);
        for (const one of [8.000001, -8.000001, Infinity, -Infinity, NaN]) {
          x[i] = one;
          assert.equal(found(x, 3), true);
          assert.equal(found(x, INFINITE), one !== one);
        }
      }
    }
  });

  it("finds NaN of both signs", () => {
    for (const word of [0x7f800001, 0x7fffffff, 0xff800001, 0xffffffff]) {
      assert.equal(exceeds(Int32Array.of(0, word), INFINITE), true);
    }
  });
});

/** With 0 for -0, which are equal. */
function unsigned(x: number): number {
  return x === 0 ? 0 : x;
}
