/** Datasets: their order, their batches, what they hold on the device. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Tensor } from "@bml/runtime/backends/backend.js";
import { start } from "@bml/runtime/backends/cpu.js";
import { Dataset, type Reins } from "@bml/runtime/data/dataset.js";
import { Rows } from "@bml/runtime/data/rows.js";
import { permutation } from "@bml/runtime/random/permutation.js";
import { site } from "@bml/runtime/random/site.js";
import { State } from "@bml/runtime/training/state.js";
import { example, examples, linearFunctions, linearProgram } from "./linear_program.js";

const free: Reins = { gate: async () => {}, unlessStopped: (promise) => promise };

async function points() {
  const { program, locate } = linearProgram();
  const backend = await start({});
  const loads = { bytes: 0, expected: 0 };
  const loader = { locate, expect: (n: number) => { loads.expected += n; }, onBytes: (n: number) => { loads.bytes += n; } };
  const state = new State(backend, program, linearFunctions(backend), loader);
  const { size, elements } = program.datasets.points!;
  const dataset = new Dataset(state, new Rows(size, elements, loader));
  const twice = (inputs: Tensor[]) => state.invoke("twice", inputs);
  /** One iteration's batches of y. */
  const ys = async (data: Dataset): Promise<number[][]> => {
    const batches: number[][] = [];
    for await (const { tensors } of data.batches(free)) {
      batches.push([...await backend.read(tensors[1]!)]);
      backend.dispose(...tensors);
    }
    return batches;
  };
  return { backend, program, dataset, twice, ys, loads };
}

const y = (...rows: number[]): number[] => rows.map((row) => example(row).y);
const range = (start: number, end: number): number[] => Array.from({ length: end - start }, (_, i) => start + i);

describe("Dataset", () => {
  it("gives batches in order, across shards, the last one smaller", async () => {
    const { dataset, ys } = await points();
    const batched = dataset.batch(16);
    assert.equal(batched.size, 4);
    assert.deepEqual(await ys(batched), [y(...range(0, 16)), y(...range(16, 32)), y(...range(32, 48)), y(48, 49)]);
  });

  it("drops the remainder when asked to", async () => {
    const { dataset, ys } = await points();
    const batched = dataset.batch(16, { dropRemainder: true });
    assert.equal(batched.size, 3);
    assert.equal((await ys(batched)).length, 3);
  });

  it("takes, skips and splits elements before batch and batches after it", async () => {
    const { dataset, ys } = await points();
    assert.deepEqual(await ys(dataset.skip(3).take(4).batch(3)), [y(3, 4, 5), y(6)]);
    assert.deepEqual(await ys(dataset.batch(20).skip(1)), [y(...range(20, 40)), y(...range(40, 50))]);
    assert.deepEqual(await ys(dataset.batch(20).take(1)), [y(...range(0, 20))]);
    assert.deepEqual(dataset.split(0.7).map((part) => part.size), [35, 15]);
    assert.deepEqual(await ys(dataset.split(48)[1].batch(9)), [y(48, 49)]);
    // An element could land in both parts.
    assert.throws(() => dataset.shuffle().split(0.7), /split: expected an order that stays/);
    assert.equal(dataset.shuffle({ reshuffleEachIteration: false }).split(0.7)[0].size, 35);
    assert.deepEqual([dataset.take(-1).size, dataset.skip(-1).size, dataset.take(99).size, dataset.skip(99).size], [50, 0, 50, 0]);
  });

  it("shuffles by Philox, anew at each iteration unless told otherwise", async () => {
    const { dataset, ys } = await points();
    const order = (invocation: number, key = "shuffle:0"): number[] => y(...permutation(examples, 5, site(key), invocation));
    const shuffled = dataset.shuffle({ seed: 5 }).batch(50);
    assert.deepEqual((await ys(shuffled))[0], order(0));
    assert.deepEqual((await ys(shuffled))[0], order(1));
    const fixed = dataset.shuffle({ seed: 5, reshuffleEachIteration: false }).batch(50);
    await ys(fixed);
    assert.deepEqual((await ys(fixed))[0], order(0));
  });

  it("gives a second shuffle in a pipeline a site of its own", async () => {
    const { dataset, ys } = await points();
    const first = permutation(examples, 0, site("shuffle:0"), 0);
    const second = permutation(examples, 0, site("shuffle:1"), 0);
    assert.deepEqual((await ys(dataset.shuffle().shuffle().batch(50)))[0], y(...second.map((i) => first[i]!)));
  });

  it("shuffles whole batches after batch", async () => {
    const { dataset, ys } = await points();
    const order = permutation(5, 1, site("shuffle:0"), 0);
    assert.deepEqual(await ys(dataset.batch(10).shuffle({ seed: 1 })), Array.from(order, (i) => y(...range(10 * i, 10 * i + 10))));
  });

  it("maps whole batches, before and after batch alike, and frees what maps took", async () => {
    const { backend, dataset, twice, ys } = await points();
    await ys(dataset.map(twice).batch(50));
    const before = backend.liveTensors();
    const [values] = await ys(dataset.map(twice).batch(50).map(twice));
    assert.deepEqual(values, y(...range(0, 50)).map((value) => value * 4));
    assert.equal(backend.liveTensors(), before);
  });

  it("frees the batch when a map throws", async () => {
    const { backend, dataset, ys } = await points();
    await ys(dataset.batch(50));
    const before = backend.liveTensors();
    await assert.rejects(ys(dataset.map(() => { throw new Error("no"); }).batch(9)), /no/);
    assert.equal(backend.liveTensors(), before);
  });

  it("loads only the shards that an iteration needs, once", async () => {
    const { dataset, program, ys, loads } = await points();
    const [xShards, yShards] = program.datasets.points!.elements.map((element) => element.shards);
    const some = xShards![1]!.bytes + yShards![0]!.bytes;
    await ys(dataset.skip(20).take(20).batch(7));
    assert.deepEqual(loads, { bytes: some, expected: some });
    await ys(dataset.batch(50));
    await ys(dataset.batch(50));
    const all = [...xShards!, ...yShards!].reduce((sum, shard) => sum + shard.bytes, 0);
    assert.deepEqual(loads, { bytes: all, expected: all });
  });

  it("refuses sizes that are none", async () => {
    const { dataset } = await points();
    assert.throws(() => dataset.batch(0), /batch: expected an integer of at least 1, received 0/);
    assert.throws(() => dataset.batch(2.5), /received 2\.5/);
    assert.throws(() => dataset.take(-2), /take: expected an integer of at least 0, received -2/);
  });

  it("gives nothing where there is no batch", async () => {
    const { dataset, ys } = await points();
    assert.deepEqual(await ys(dataset.batch(64, { dropRemainder: true })), []);
    assert.deepEqual(await ys(dataset.take(0).batch(2)), []);
  });
});
