/** The classification report, over a model and data that are made of arrays. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { HostArray, Program } from "@bml/runtime/app/contract.js";
import type { Dataset } from "@bml/runtime/data/dataset.js";
import { Control } from "@bml/runtime/training/control.js";
import type { Model } from "@bml/runtime/training/model.js";
import { report } from "@bml/runtime/training/report.js";

function rowsOf(width: number, ...data: number[]): HostArray {
  return { shape: [data.length / width, width], dtype: "float32", data: Float32Array.from(data) };
}

function reportOf(truth: HostArray, output: HostArray, samples?: number, labels: string[] = []): ReturnType<typeof report> {
  const data = {
    async *batches() { yield { tensors: [truth, truth], rows: Uint32Array.from({ length: truth.shape[0]! }, (_, i) => i) }; },
    read: async () => truth.data,
    gather: (rows: Uint32Array) => [rowsOf(1, ...rows)],
    dispose() {},
  };
  const model = { inputs: 1, predictOn: async () => output, test: async () => ({ loss: 0.5 }) };
  const exports = { classify: { kind: "function", params: [], result: { type: "probabilities", labels } } };
  const options = samples === undefined ? {} : { samples };
  return report({ exports } as unknown as Program, model as unknown as Model, data as unknown as Dataset, new Control(() => {}), options);
}

describe("report", () => {
  it("counts truths by row and predictions by column", async () => {
    const made = await reportOf(rowsOf(1, 0, 2, 2), rowsOf(3, 0.8, 0.1, 0.1, 0.1, 0.2, 0.7, 0.3, 0.6, 0.1));
    assert.deepEqual(made.confusion, [[1, 0, 0], [0, 0, 0], [0, 1, 1]]);
    assert.deepEqual([made.accuracy, made.loss], [2 / 3, 0.5]);
    assert.deepEqual(made.perClass.map(({ accuracy }) => accuracy), [1, NaN, 0.5]);
  });

  it("takes a single score for the second of two classes", async () => {
    const made = await reportOf(rowsOf(1, 0, 1), rowsOf(1, 0.25, 0.75));
    assert.deepEqual(made.confusion, [[1, 0], [0, 1]]);
    assert.deepEqual(made.samples.map(({ probabilities }) => probabilities), [[0.75, 0.25], [0.25, 0.75]]);
  });

  it("casts labels of fractions as the losses of a fit do", async () => {
    const made = await reportOf(rowsOf(1, 0.7, 1.9, 2.5), rowsOf(3, 1, 0, 0, 0, 1, 0, 0, 0, 1));
    assert.deepEqual([made.confusion, made.accuracy], [[[1, 0, 0], [0, 1, 0], [0, 0, 1]], 1]);
    // Of one probability a label is a share, which is right for a fit and no class.
    await assert.rejects(reportOf(rowsOf(1, 0.7), rowsOf(1, 0.7)), /expected the labels 0 to 1, received 0\.69.*made for classifications/);
  });

  it("gives no class where the output is NaN", async () => {
    const made = await reportOf(rowsOf(1, 0, 1, 1), rowsOf(2, NaN, NaN, 0.25, NaN, 0.25, 0.75));
    assert.deepEqual(made.confusion, [[0, 0], [0, 1]]);
    assert.deepEqual(made.samples.map(({ predicted }) => predicted), [-1, -1, 1]);
    assert.equal(made.accuracy, 1 / 3);
    assert.deepEqual(made.perClass, [{ label: "0", accuracy: 0, count: 1 }, { label: "1", accuracy: 0.5, count: 2 }]);
    const single = await reportOf(rowsOf(1, 0, 1), rowsOf(1, NaN, 0.75));
    assert.deepEqual(single.samples.map(({ predicted }) => predicted), [-1, 1]);
    assert.equal(single.accuracy, 0.5);
  });

  it("shows mistakes first, as many as are asked for", async () => {
    const truth = rowsOf(1, 0, 0, 1, 1, 0, 1), output = rowsOf(1, 0.1, 0.9, 0.9, 0.2, 0.2, 0.6);
    const shown = async (samples: number) => (await reportOf(truth, output, samples)).samples
      .map(({ image, expected, predicted }) => [image.data[0], expected, predicted]);
    assert.deepEqual(await shown(1), [[1, 0, 1]]);
    assert.deepEqual(await shown(2), [[1, 0, 1], [3, 1, 0]]);
    assert.deepEqual(await shown(4), [[1, 0, 1], [3, 1, 0], [0, 0, 0], [2, 1, 1]]);
    assert.equal((await shown(20)).length, 6);
    assert.deepEqual(await shown(0), []);
  });

  it("has the names of a function that gives as many probabilities, or the one of two", async () => {
    const two = [rowsOf(1, 0, 1), rowsOf(1, 0.25, 0.75)] as const;
    const names = async (...labels: string[]) => (await reportOf(...two, undefined, labels)).labels;
    assert.deepEqual(await names("cat", "dog"), ["cat", "dog"]);
    assert.deepEqual(await names("spam"), ["not spam", "spam"]);
    assert.deepEqual(await names("a", "b", "c"), ["0", "1"]);
  });
});
