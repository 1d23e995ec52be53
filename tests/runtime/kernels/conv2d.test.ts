/** Convolutions on wasm and their gradients against their definition in float64. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { KernelConfig, Tensor } from "@bml/runtime/backends/backend.js";
import * as kernels from "@bml/runtime/kernels/wasm/conv2d.js";
import { guardedBackend } from "../engine/guarded_heap.js";
import { Seeded } from "../engine/seeded.js";

type Pair = [number, number];

interface Case {
  batch: number;
  size: Pair;
  channels: number;
  /** How many there are; of a convolution of each channel by itself, for each. */
  filters: number;
  each?: boolean;
  window: Pair;
  strides: Pair;
  dilations: Pair;
  pads: [Pair, Pair];
}

const ALL = {
  forward: kernels.conv2DConfig, fused: kernels.fusedConv2DConfig, toFilter: kernels.conv2DBackpropFilterConfig,
  toInput: kernels.conv2DBackpropInputConfig, masked: kernels.maskedConv2DBackpropInputConfig,
};
const EACH = {
  forward: kernels.depthwiseConv2dNativeConfig, fused: kernels.fusedDepthwiseConv2DConfig, toFilter: kernels.depthwiseBackpropFilterConfig,
  toInput: kernels.depthwiseBackpropInputConfig, masked: kernels.maskedDepthwiseBackpropInputConfig,
};

const product = (sizes: number[]) => sizes.reduce((a, b) => a * b, 1);

const shapes = ({ batch, size, channels, filters, window, strides, dilations, pads, each }: Case) => {
  const out = [0, 1].map((i) => {
    const [before, after] = pads[i]!;
    return Math.floor((size[i]! + before + after - (window[i]! - 1) * dilations[i]! - 1) / strides[i]!) + 1;
  }) as Pair;
  const columns = each ? channels * filters : filters;
  return { x: [batch, ...size, channels], y: [batch, ...out, columns], filter: [...window, channels, filters], out, columns };
};

/** Calls `visit` with the places in x, filter and y of each product. */
function products(of: Case, visit: (x: number, filter: number, y: number) => void): void {
  const { batch, size: [height, width], channels, filters, window, strides, dilations, pads, each } = of, { out, columns } = shapes(of);
  for (let b = 0; b < batch; b++) for (let oy = 0; oy < out[0]; oy++) for (let ox = 0; ox < out[1]; ox++) {
    for (let ky = 0; ky < window[0]; ky++) for (let kx = 0; kx < window[1]; kx++) {
      const row = oy * strides[0] - pads[0][0] + ky * dilations[0], column = ox * strides[1] - pads[1][0] + kx * dilations[1];
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      for (let c = 0; c < channels; c++) for (let n = 0; n < filters; n++) {
        visit(((b * height + row) * width + column) * channels + c, ((ky * window[1] + kx) * channels + c) * filters + n,
          ((b * out[0] + oy) * out[1] + ox) * columns + (each ? c * filters + n : n));
      }
    }
  }
}

/** Sums of products, and the sums of their magnitudes, by which rounding is measured. */
function summed(of: Case, size: number, term: (x: number, filter: number, y: number) => [place: number, value: number]) {
  const sum = new Float64Array(size), magnitude = sum.slice();
  products(of, (x, filter, y) => {
    const [place, value] = term(x, filter, y);
    sum[place]! += value;
    magnitude[place]! += Math.abs(value);
  });
  return { sum, magnitude };
}

function assertNear(actual: Float32Array, sum: ArrayLike<number>, magnitude: ArrayLike<number>, what: string): void {
  assert.equal(actual.length, sum.length);
  for (let i = 0; i < sum.length; i++) {
    const near = Math.abs(actual[i]! - sum[i]!) <= 2e-6 * (magnitude[i]! + 1);
    assert.ok(near, `${what}, element ${i}: expected ${sum[i]}, received ${actual[i]}`);
  }
}

const random = (seed: Seeded): Case => {
  const each = (least: number, most: number): Pair => [seed.between(least, most), seed.between(least, most)];
  const window = each(1, 4), strides = each(1, 3), dilations = each(1, 3);
  const pads = [0, 1].map(() => each(0, 3)) as [Pair, Pair];
  const size = [0, 1].map((i) => Math.max(1, (window[i]! - 1) * dilations[i]! + 1 - pads[i]![0] - pads[i]![1]) + seed.below(9)) as Pair;
  return { batch: seed.between(1, 4), size, channels: seed.between(1, 9), filters: seed.between(1, 19), window, strides, dilations, pads };
};

const NO: [Pair, Pair] = [[0, 0], [0, 0]], plain = { strides: [1, 1] as Pair, dilations: [1, 1] as Pair, pads: NO };

for (const variant of ["simd", "fma"] as const) {
  const { backend, heap } = await guardedBackend(variant);
  const call = async (config: KernelConfig, inputs: Record<string, [number[], Float32Array]>, attrs: object): Promise<Float32Array> => {
    const tensors = Object.entries(inputs).map(([name, [shape, data]]) => [name, backend.upload({ shape, dtype: "float32", data })] as const);
    const y = backend.bind(config)(Object.fromEntries<Tensor>(tensors), attrs);
    const result = (await backend.read(y)) as Float32Array;
    heap.check();
    backend.dispose(y, ...tensors.map(([, tensor]) => tensor));
    assert.equal(backend.liveTensors(), 0);
    return result;
  };

  const check = async (seed: Seeded, of: Case): Promise<void> => {
    const { strides, dilations, pads } = of, shape = shapes(of), filters = shape.columns, config = of.each ? EACH : ALL, name = JSON.stringify(of);
    const attrs = { strides, dilations, dataFormat: "NHWC", pad: pads.flat().some(Boolean) ? [[0, 0], ...pads, [0, 0]] : "valid" };
    const tensor = (dims: number[]): [number[], Float32Array] => [dims, seed.floats(product(dims))];
    const [x, filter, dy, bias] = [tensor(shape.x), tensor(shape.filter), tensor(shape.y), tensor([filters])] as const;
    const y = summed(of, dy[1].length, (i, j, k) => [k, x[1][i]! * filter[1][j]!]);
    assertNear(await call(config.forward, { x, filter }, attrs), y.sum, y.magnitude, name);
    const relu = y.sum.map((each, i) => Math.max(0, each + bias[1][i % filters]!));
    assertNear(await call(config.fused, { x, filter, bias }, { ...attrs, activation: "relu" }), relu, y.magnitude, name);
    const dx = summed(of, x[1].length, (i, j, k) => [i, dy[1][k]! * filter[1][j]!]);
    const inputShape = shape.x, toInput = await call(config.toInput, { dy, filter }, { ...attrs, inputShape });
    assertNear(toInput, dx.sum, dx.magnitude, `dx, ${name}`);
    const masked = await call(config.masked, { dy, filter, y: x }, { ...attrs, inputShape });
    assert.deepEqual(masked, toInput.map((each, i) => each * Number(x[1][i]! > 0)));
    const dw = summed(of, filter[1].length, (i, j, k) => [j, x[1][i]! * dy[1][k]!]);
    const toFilter = await call(config.toFilter, { x, dy }, { ...attrs, filterShape: shape.filter });
    assertNear(toFilter, dw.sum, dw.magnitude, `dw, ${name}`);
  };

  describe(`convolutions, ${variant}`, () => {
    it("are right for random sizes, strides, dilations and pads", async () => {
      const seed = new Seeded(1);
      for (let i = 0; i < 250; i++) await check(seed, random(seed));
    });

    it("of each channel by itself are right, with one filter for each or several", async () => {
      const seed = new Seeded(6);
      for (let i = 0; i < 150; i++) {
        const channels = seed.pick([1, 3, 4, 7, 8, 9, 12, 16, 21]), filters = seed.pick([1, 1, 1, 2, 3]);
        await check(seed, { ...random(seed), channels, filters, each: true });
      }
      await check(seed, { ...plain, batch: 7, size: [24, 25], channels: 33, filters: 1, window: [3, 3], pads: [[1, 1], [1, 1]], each: true });
      await check(seed, { ...plain, batch: 1, size: [40, 41], channels: 9, filters: 1, window: [36, 37], each: true });
    });

    it("are right for sums that are taken in blocks", async () => {
      const seed = new Seeded(2);
      await check(seed, { ...plain, batch: 2, size: [5, 6], channels: 130, filters: 9, window: [3, 3], pads: [[1, 1], [1, 1]] });
      await check(seed, { ...plain, batch: 1, size: [4, 4], channels: 1030, filters: 3, window: [1, 1] });
      await check(seed, { ...plain, batch: 1, size: [1, 1100], channels: 2, filters: 2, window: [1, 1050] });
      await check(seed, { ...plain, batch: 1, size: [40, 41], channels: 3, filters: 2, window: [36, 37] });
    });

    it("are right where one line is more than is packed at once, and above the work from which there are parts", async () => {
      const seed = new Seeded(3);
      await check(seed, { ...plain, batch: 2, size: [3, 1500], channels: 3, filters: 5, window: [3, 3], pads: [[1, 1], [1, 1]] });
      await check(seed, { ...plain, batch: 5, size: [20, 20], channels: 5, filters: 40, window: [3, 3], strides: [2, 2], pads: [[0, 1], [0, 1]] });
      await check(seed, { ...plain, batch: 1, size: [40, 40], channels: 9, filters: 9, window: [3, 3] });
    });

    it("are nothing of no images", async () => {
      await check(new Seeded(4), { ...plain, batch: 0, size: [4, 4], channels: 2, filters: 3, window: [3, 3] });
    });

    it("have the same bits for each image alone", async () => {
      const seed = new Seeded(5), attrs = { strides: [1, 1], dilations: [1, 1], pad: [[0, 0], [1, 1], [1, 1], [0, 0]], dataFormat: "NHWC" };
      const x = seed.floats(6 * 64 * 12), filter: [number[], Float32Array] = [[3, 3, 12, 10], seed.floats(9 * 120)];
      const whole = await call(kernels.conv2DConfig, { x: [[6, 8, 8, 12], x], filter }, attrs); // in parts, one image is not
      for (let i = 0; i < 6; i++) {
        const one = await call(kernels.conv2DConfig, { x: [[1, 8, 8, 12], x.slice(i * 768, (i + 1) * 768)], filter }, attrs);
        assert.deepEqual(one, whole.slice(i * 640, (i + 1) * 640));
      }
    });
  });
}
