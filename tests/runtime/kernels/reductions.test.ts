/** Reductions against their definitions in float64, or in wrapped integers. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { HostArray } from "@bml/runtime/backends/backend.js";
import * as reductions from "@bml/runtime/kernels/wasm/reductions.js";
import { guardedBackend } from "../engine/guarded_heap.js";
import { offset, places, Random, taken } from "./random.js";

const DEFINITIONS: Record<string, (values: number[]) => number> = {
  Sum: (values) => values.reduce((a, b) => a + b, 0),
  Mean: (values) => values.reduce((a, b) => a + b, 0) / values.length,
  Prod: (values) => values.reduce((a, b) => a * b, 1),
  Max: (values) => values.reduce((a, b) => Math.max(a, b), -Infinity),
  Min: (values) => values.reduce((a, b) => Math.min(a, b), Infinity),
};
const OF_INTEGERS: Record<string, (values: number[]) => number> = {
  Sum: (values) => values.reduce((a, b) => (a + b) | 0, 0),
  Prod: (values) => values.reduce((a, b) => Math.imul(a, b), 1),
  Max: (values) => Math.max(-(2 ** 31), ...values),
  Min: (values) => Math.min(2 ** 31 - 1, ...values),
};
const OF_BOOLS: Record<string, (values: number[]) => number> = {
  All: (values) => Number(values.every((value) => value)),
  Any: (values) => Number(values.some((value) => value)),
};
/** An infinity is no better than nothing: as TensorFlow has it. */
function place(values: number[]): number {
  const best = Math.max(...values.filter((value) => !Number.isNaN(value)));
  return best === -Infinity ? 0 : values.indexOf(best);
}
const PLACES: Record<string, (values: number[]) => number> = {
  ArgMax: place,
  ArgMin: (values) => place(values.map((value) => -value)),
};
const CONFIGS = new Map(Object.values(reductions).map((config) => [config.kernelName, config]));

/** The elements that each result is made of. */
function groups(x: HostArray, axis: number[]): number[][] {
  const kept = x.shape.map((size, i) => (axis.includes(i) ? 1 : size));
  const reduced = x.shape.map((size, i) => (axis.includes(i) ? size : 1));
  return [...places(kept)].map((at) => [...places(reduced)].map((more) => Number(x.data[offset(x.shape, at.map((i, j) => i + more[j]!))])));
}

/** Sizes on either side of a vector, a strip and a block. */
const SIZES = [1, 1, 2, 3, 4, 5, 8, 10, 15, 16, 17, 31, 33, 63, 64, 65, 100];

for (const variant of ["simd", "fma"] as const) {
  const { backend, heap } = await guardedBackend(variant);

  /** One call on a random tensor, whose result and what it should be are given to `check`. */
  async function test(name: string, array: (random: Random, shape: number[]) => HostArray, definition: (values: number[]) => number,
    check: (actual: number[], expected: number[]) => void): Promise<void> {
    const random = new Random(3), call = backend.bind(CONFIGS.get(name)!);
    for (let i = 0; i < 120; i++) {
      const shape = Array.from({ length: random.between(1, 4) }, () => random.pick((random.below(2 ** 24) / 2 ** 24) < 0.03 ? [0] : i % 2 ? SIZES : SIZES.slice(0, 9)));
      while (shape.reduce((a, b) => a * b, 1) > 60000) shape.pop();
      const first = random.between(0, shape.length - 1), count = name.startsWith("Arg") ? 1 : random.between(1, shape.length - first);
      const axis = Array.from({ length: count }, (_, j) => first + j);
      const x = array(random, shape), tensor = backend.upload(x), keepDims = (random.below(2 ** 24) / 2 ** 24) < 0.5;
      const attrs = name.startsWith("Arg") ? { axis: first } : { [name === "Max" ? "reductionIndices" : "axis"]: axis, keepDims };
      const y = await taken(backend, call({ x: tensor }, attrs));
      backend.dispose(tensor);
      const kept = shape.flatMap((size, j) => (!axis.includes(j) ? [size] : keepDims && !name.startsWith("Arg") ? [1] : []));
      assert.deepEqual(y.shape, kept);
      const expected = groups(x, axis).map(definition);
      try {
        check(y.values, expected);
      } catch (error) {
        throw new Error(`${name} of [${shape}] over [${axis}]`, { cause: error });
      }
    }
    heap.check();
    assert.equal(backend.liveTensors(), 0);
  }

  describe(`reductions with ${variant}`, () => {
    it("are all of them tested", () => {
      const tested = [DEFINITIONS, OF_BOOLS, PLACES].flatMap((of) => Object.keys(of));
      assert.deepEqual(tested.sort(), [...CONFIGS.keys()].sort());
    });
    for (const [name, definition] of Object.entries(DEFINITIONS)) {
      it(`${name} of floats`, () => test(name, (random, shape) => {
        const x = random.array(shape);
        if (name !== "Prod") x.data.forEach((value, i) => (x.data[i] = Math.round(value * 8) / 8)); // their sums are exact
        return x;
      }, definition, (actual, expected) => {
        const off = (value: number) => (name === "Prod" ? 1e-4 * Math.abs(value) + 1e-37 : 0);
        expected.map(Math.fround).forEach((value, i) => assert.ok(Object.is(actual[i]! + 0, value + 0) || Math.abs(actual[i]! - value) <= off(value), `${actual[i]}, not ${value}`));
      }));
      it(`${name} of a NaN is NaN`, () => test(name, (random, shape) => {
        const x = random.array(shape);
        x.data.fill(NaN, random.between(0, x.data.length), x.data.length);
        return x;
      }, definition, (actual, expected) => assert.deepEqual(actual.map(Number.isNaN), expected.map(Number.isNaN))));
    }
    for (const [name, definition] of Object.entries(OF_INTEGERS)) {
      const large = (random: Random, shape: number[]): HostArray => {
        const x = random.array(shape, "int32");
        x.data.forEach((_, i) => (x.data[i] = random.between(-(2 ** 31), 2 ** 31 - 1)));
        return x;
      };
      it(`${name} of integers, which wrap around`, () => test(name, large, definition, (actual, expected) => assert.deepEqual(actual, expected)));
    }
    for (const [name, definition] of Object.entries(OF_BOOLS)) {
      it(`${name} of truth values`, () => test(name, (random, shape) => random.array(shape, "bool"), definition, (actual, expected) => assert.deepEqual(actual, expected)));
    }
    for (const [name, definition] of Object.entries(PLACES)) {
      const ties = (random: Random, shape: number[]): HostArray => {
        const x = random.array(shape);
        x.data.forEach((_, i) => (x.data[i] = random.pick([-3, 0.5, 2, NaN, -Infinity, Infinity])));
        return x;
      };
      it(`${name}: the first place, NaN passed over`, () => test(name, ties, definition, (actual, expected) => assert.deepEqual(actual, expected)));
    }

    for (const shape of [[2 ** 20, 1], [1, 2 ** 20], [2 ** 19, 2], [2 ** 15, 33]]) {
      it(`sums a million tenths: [${shape}]`, async () => {
        const data = new Float32Array(shape[0]! * shape[1]!).fill(0.1), tensor = backend.upload({ shape, dtype: "float32", data });
        const [over, exact] = shape[0] === 1 ? [1, shape[1]! * data[0]!] : [0, shape[0]! * data[0]!];
        const { values } = await taken(backend, backend.bind(reductions.sumConfig)({ x: tensor }, { axis: [over], keepDims: false }));
        backend.dispose(tensor);
        values.forEach((value) => assert.ok(Math.abs(value / exact - 1) < 5e-7, `${value}, not ${exact}`));
        heap.check();
      });
    }
  });
}
