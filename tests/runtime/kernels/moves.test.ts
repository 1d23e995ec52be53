/** Kernels that move elements, against where each element comes from. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { DType, HostArray, Inputs, KernelConfig } from "@bml/runtime/backends/backend.js";
import * as moves from "@bml/runtime/kernels/wasm/moves.js";
import { guardedBackend } from "../engine/guarded_heap.js";
import { offset, places, Random, taken } from "./random.js";

interface Case {
  inputs: HostArray[];
  attrs: object;
  shape: number[];
  /** Of the element there. */
  value: (at: number[]) => number;
}

const from = (x: HostArray) => (at: number[]) => Number(x.data[offset(x.shape, at)]);
const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 17, 33];

/** A kernel -> a random call of it. */
const CASES: Record<string, (random: Random, dtype: DType) => Case> = {
  Reshape(random, dtype) {
    const shape = random.shape(random.between(0, 4), 5);
    const x = random.array(shape, dtype, true);
    return { inputs: [x], attrs: { shape: [x.data.length, 1] }, shape: [x.data.length, 1], value: ([i]) => Number(x.data[i!]) };
  },
  Transpose(random, dtype) {
    const rank = random.between(1, 6);
    const x = random.array(Array.from({ length: rank }, () => random.pick(rank > 4 ? SIZES.slice(0, 5) : SIZES)), dtype, true);
    const perm = random.order(rank);
    const value = from(x);
    return { inputs: [x], attrs: { perm }, shape: perm.map((axis) => x.shape[axis]!),
      value: (at) => value(x.shape.map((_, axis) => at[perm.indexOf(axis)]!)) };
  },
  Slice(random, dtype) {
    const x = random.array(random.shape(random.between(1, 5), 9), dtype, true);
    const begin = x.shape.map((size) => random.between(0, size));
    const size = x.shape.map((whole, i) => random.between(0, whole - begin[i]!));
    const value = from(x);
    return { inputs: [x], attrs: { begin, size }, shape: size,
      value: (at) => value(at.map((place, i) => place + begin[i]!)) };
  },
  Reverse(random, dtype) {
    const x = random.array(random.shape(random.between(1, 5), 9), dtype, true);
    const dims = random.order(x.shape.length).slice(0, random.between(0, x.shape.length));
    const value = from(x);
    return { inputs: [x], attrs: { dims }, shape: x.shape,
      value: (at) => value(at.map((place, i) => (dims.includes(i) ? x.shape[i]! - 1 - place : place))) };
  },
  Tile(random, dtype) {
    const x = random.array(random.shape(random.between(1, 4), 6), dtype, true);
    const reps = x.shape.map(() => random.between(0, 9));
    const value = from(x);
    return { inputs: [x], attrs: { reps }, shape: x.shape.map((size, i) => size * reps[i]!),
      value: (at) => value(at.map((place, i) => place % x.shape[i]!)) };
  },
  PadV2(random, dtype) {
    const x = random.array(random.shape(random.between(1, 5), 6, 0), dtype, true);
    const paddings = x.shape.map(() => [random.between(0, 3), random.between(0, 3)]);
    const constantValue = dtype === "float32" ? random.pick([0, -1.5, NaN, -Infinity]) : 1;
    const value = from(x);
    return {
      inputs: [x],
      attrs: { paddings, constantValue },
      shape: x.shape.map((size, i) => size + paddings[i]![0]! + paddings[i]![1]!),
      value(at) {
        const inside = at.map((place, i) => place - paddings[i]![0]!);
        return inside.every((place, i) => place >= 0 && place < x.shape[i]!) ? value(inside) : constantValue;
      },
    };
  },
  Concat(random, dtype) {
    const shape = random.shape(random.between(1, 4), 7), axis = random.between(0, shape.length - 1);
    const inputs = Array.from({ length: random.between(1, 4) }, () => random.array(shape.map((size, i) => (i === axis ? random.between(0, 9) : size)), dtype, true));
    const sizes = inputs.map((x) => x.shape[axis]!);
    return {
      inputs,
      attrs: { axis },
      shape: shape.map((size, i) => (i === axis ? sizes.reduce((sum, each) => sum + each, 0) : size)),
      value(at) {
        let place = at[axis]!, i = 0;
        while (place >= sizes[i]!) place -= sizes[i++]!;
        return from(inputs[i]!)(at.map((each, dimension) => (dimension === axis ? place : each)));
      },
    };
  },
  OneHot(random, dtype) {
    const indices = random.array([random.between(0, 9)], "int32"), depth = random.between(1, 9);
    const [onValue, offValue] = dtype === "bool" ? [1, 0] : [3, -2];
    const value = ([i, j]: number[]) => (Number(indices.data[i!]) === j ? onValue : offValue);
    return { inputs: [indices], attrs: { depth, onValue, offValue, dtype }, shape: [indices.shape[0]!, depth], value: value as Case["value"] };
  },
  Fill(random, dtype) {
    const value = dtype === "bool" ? true : random.between(-5, 5);
    const shape = random.shape(random.between(0, 3), 7, 0);
    return { inputs: [], attrs: { shape, value, dtype }, shape, value: () => Number(value) };
  },
  Range(random) {
    const start = random.between(-9, 9), step = random.between(1, 4), count = random.between(0, 20);
    return { inputs: [], attrs: { start, stop: start + count * step, step, dtype: "int32" }, shape: [count], value: ([i]) => start + i! * step };
  },
};

const CONFIGS = new Map<string, KernelConfig>(Object.values(moves).map((config) => [config.kernelName, config]));

for (const variant of ["simd", "fma"] as const) {
  const { backend, heap } = await guardedBackend(variant);
  describe(`moves with ${variant}`, () => {
    it("are all of them tested", () => assert.deepEqual(Object.keys(CASES).sort(), [...CONFIGS.keys()].sort()));
    for (const [name, make] of Object.entries(CASES)) {
      it(`${name} gives each element from where it was`, async () => {
        const random = new Random(5), call = backend.bind(CONFIGS.get(name)!);
        for (let i = 0; i < 150; i++) {
          const dtype = random.pick(["float32", "int32", "bool"] as const);
          const { inputs, attrs, shape, value } = make(random, dtype);
          const tensors = inputs.map((x) => backend.upload(x));
          const named: Inputs = name === "Concat" ? tensors : name === "OneHot" ? { indices: tensors[0]! } : { x: tensors[0]! };
          const y = await taken(backend, call(named, attrs));
          const of = name === "Range" ? "int32" : dtype;
          assert.deepEqual(y, { shape, dtype: of, values: [...places(shape)].map(value) }, JSON.stringify([inputs.map((x) => x.shape), attrs]));
          backend.dispose(...tensors);
        }
        heap.check();
        assert.equal(backend.liveTensors(), 0);
      });
    }

    it("joins no tensors", async () => {
      const y = backend.bind(moves.concatConfig)([], { axis: 0, shape: [0, 3], dtype: "int32" });
      assert.deepEqual(await taken(backend, y), { shape: [0, 3], dtype: "int32", values: [] });
    });

    it("moves in parts what is large", async () => {
      const x = new Random(1).array([301, 203], "int32", true);
      const tensor = backend.upload(x);
      const y = await taken(backend, backend.bind(moves.transposeConfig)({ x: tensor }, { perm: [1, 0] }));
      backend.dispose(tensor);
      assert.ok([...places(y.shape)].every(([i, j], at) => y.values[at] === x.data[j! * 203 + i!]));
      heap.check();
    });
  });
}
