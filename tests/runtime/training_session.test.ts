/** A program at work through its app, on this thread: training, its events and reins, calls beside it, what is freed. */

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { describe, it } from "node:test";

import type { HostArray, RunEvent } from "@bml/runtime/app/contract.js";
import { defineApp, type App } from "@bml/runtime/app/define.js";
import type { Run, RunOptions } from "@bml/runtime/app/run.js";
import { start } from "@bml/runtime/backends/cpu.js";
import type { Dataset } from "@bml/runtime/data/dataset.js";
import type { Model } from "@bml/runtime/training/model.js";
import { defineSession } from "@bml/runtime/training/open.js";
import type { Scope } from "@bml/runtime/training/session.js";
import { example, examples, linearFunctions, linearProgram } from "./linear_program.js";

interface Objects { model: Model; points: Dataset }

const scripts = {
  async train(scope: Scope, { epochs = 2, batchSize = 8 }: { epochs?: number; batchSize?: number } = {}) {
    const { model, points } = scope as unknown as Objects;
    const [training, held] = points.split(40);
    return model.fit(training.shuffle({ seed: 1 }).batch(batchSize), { epochs, validationData: held.batch(4) });
  },
  async test(scope: Scope) {
    const { model, points } = scope as unknown as Objects;
    return { logs: await model.evaluate(points.batch(7)), outputs: await model.predict(points.batch(7)) };
  },
  async fail() {
    throw new RangeError("the script gave up");
  },
};

type LinearApp = App & {
  train(args?: object, options?: RunOptions): Run; test(): Run; fail(): Run;
  predict(x: unknown): Promise<HostArray>; broken(x: unknown): Promise<HostArray>;
};

async function open(options: object = {}): Promise<{ app: LinearApp; folder: string }> {
  const { program, folder, base } = linearProgram();
  const files = Object.values(program.datasets).flatMap(({ elements }) => elements.flatMap(({ shards }) => shards.map(({ file }) => file)));
  const assets = async () => ({ assets: files.sort().map((file) => new URL(file, base)) });
  const session = defineSession(assets, program, scripts, { cpu: async () => ({ start, tensorFunctions: linearFunctions }) });
  const load = defineApp({
    name: "bml-linear",
    build: program.version,
    url: `${base}linear.js`,
    file: "linear.js",
    session: "chunks/session.js",
    ahead: {},
    makeWorker: () => { throw new Error("not in Node"); },
    loadSession: async () => ({ build: program.version, open: session }),
  });
  return { app: await load(options) as LinearApp, folder };
}

async function collect(run: Run): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}

describe("fit", () => {
  it("learns, and returns Keras's history", async () => {
    const { app } = await open();
    const { history } = await app.train({ epochs: 40 }) as { history: Record<string, number[]> };
    assert.deepEqual(Object.keys(history), ["loss", "val_loss"]);
    assert.equal(history["loss"]!.length, 40);
    assert.ok(history["val_loss"]![39]! < 1e-3, `${history["val_loss"]}`);
    const { kernel, bias } = await app.getWeights();
    [...kernel!.data, ...bias!.data].forEach((value, i) => assert.ok(Math.abs(value - [2, -3, 1][i]!) < 0.05, `${value}`));
    await app.dispose();
  });

  it("repeats itself exactly in a new app", async () => {
    const [one, two] = [(await open()).app, (await open()).app];
    await one.train({ epochs: 3 });
    await two.train({ epochs: 3 });
    assert.deepEqual(await one.getWeights(), await two.getWeights());
  });

  it("tells start, batches, epochs and the end, each log also as a field", async () => {
    const { app } = await open();
    const events = await collect(app.train({ epochs: 3 }));
    assert.deepEqual(events[0], { type: "start", epochs: 3, stepsPerEpoch: 5, logs: {} });
    assert.deepEqual(events.at(-1), { type: "end", reason: "completed", logs: {} });
    const epochs = events.filter((event) => event.type === "epoch");
    assert.deepEqual(epochs.map((event) => event.epoch), [1, 2, 3]);
    for (const event of epochs) {
      assert.deepEqual(Object.keys(event.logs), ["loss", "val_loss"]);
      assert.equal((event as unknown as Record<string, number>)["val_loss"], event.logs["val_loss"]);
      const before = events[events.indexOf(event) - 1]!;
      assert.ok(before.type === "batch" && before.batch === 5 && before.batches === 5 && before.epoch === event.epoch);
      assert.equal(before.logs["loss"], event.logs["loss"]);
    }
    const last = events.filter((event) => event.type === "batch").at(-1)!;
    assert.ok(last.remaining >= 0 && last.elapsed > 0);
  });

  it("sends at most ten batch events a second beside the last of each epoch", async () => {
    const { app } = await open();
    const run = app.train({ epochs: 20, batchSize: 1 });
    const events: RunEvent[] = [];
    const start = performance.now();
    for await (const event of run) events.push(event);
    const batches = events.filter((event) => event.type === "batch");
    assert.ok(batches.length <= 20 + 1 + (performance.now() - start) / 100, `${batches.length}`);
    assert.equal(batches.filter((event) => event.batch === 40).length, 20);
  });

  it("keeps of the batch events that nobody took only the newest", async () => {
    const { app } = await open();
    const run = app.train({ epochs: 2 });
    await run;
    const types = (await collect(run)).map((event) => event.type);
    assert.deepEqual(types, ["start", "batch", "epoch", "batch", "epoch", "end"]);
  });

  it("tells once, and at once, that a log is NaN", async () => {
    const { app } = await open();
    await app.setWeights({ bias: { shape: [1], dtype: "float32", data: Float32Array.of(NaN) } });
    const events = await collect(app.train({ epochs: 2, batchSize: 1 }));
    const notices = events.filter((event) => event.type === "notice");
    assert.deepEqual(notices, [{
      type: "notice", loss: NaN, logs: { loss: NaN },
      text: "loss is NaN in epoch 1, batch 1: the training has diverged. Try a smaller learning rate, and look for NaN and "
        + "infinity in the data; --check-numerics names the line.",
    }]);
    assert.deepEqual(events.slice(0, 2).map(({ type }) => type), ["start", "notice"]);
    assert.equal((await collect(app.train({ epochs: 1 }))).filter(({ type }) => type === "notice").length, 1); // a run of its own
  });

  it("holds as many tensors after many steps as after few", async () => {
    const { app } = await open();
    await app.train({ epochs: 1 });
    const before = await app.memory();
    await app.train({ epochs: 50, batchSize: 2 });
    const after = await app.memory();
    assert.deepEqual([after.liveTensors, after.liveBytes], [before.liveTensors, before.liveBytes]);
    assert.ok(after.kernelCalls > before.kernelCalls + 1000 * 10);
  });

  it("refuses arguments that it does not have, and those of another type", async () => {
    const { app } = await open();
    await assert.rejects(async () => app.train({ epoch: 2 }), /train: expected arguments among { epochs, batchSize }, received "epoch"/);
    await assert.rejects(async () => app.train({ epochs: "2" }), /train: expected epochs of type int, received "2"/);
    await assert.rejects(async () => app.train({ epochs: NaN }), /train: expected epochs of type int, received NaN/);
    await assert.rejects(async () => app.train(5 as unknown as object), /train: expected an object { epochs, batchSize }, received 5/);
    for (const backend of ["", "webgpu", "toString"]) {
      await assert.rejects(open({ backend }), new RegExp(`load: expected backend "auto" or one of those .*\\(cpu\\), received "${backend}"`));
    }
    await assert.rejects(open({ bakend: "cpu" }), /load: expected options among { base, backend, worker, cache, onprogress }, received "bakend"/);
    await assert.rejects(async () => app.train({ batchSize: 0 }), /batch: expected an integer of at least 1, received 0/);
    assert.equal((await collect(app.train())).at(-1)!.type, "end");
  });
});

describe("reins", () => {
  it("stop after the current step, free what it held, and leave the last committed state", async () => {
    const { app } = await open();
    await app.train({ epochs: 1 });
    const { liveTensors } = await app.memory();
    const before = await app.getWeights();
    const run = app.train({ epochs: 100000, batchSize: 1 });
    const events: RunEvent[] = [];
    for await (const event of run) {
      events.push(event);
      if (event.type === "epoch") run.stop();
    }
    assert.deepEqual(events.at(-1), { type: "end", reason: "stopped", logs: {} });
    assert.equal(await run, undefined);
    assert.equal((await app.memory()).liveTensors, liveTensors);
    assert.notDeepEqual((await app.getWeights())["kernel"], before["kernel"]);
    await app.train({ epochs: 1 }); // and goes on from there
  });

  it("pause, let calls through, and resume", async () => {
    const { app } = await open();
    const run = app.train({ epochs: 30, batchSize: 1 });
    const types: string[] = [];
    const watching = (async () => {
      for await (const event of run) types.push(event.type);
    })();
    run.pause();
    while (!types.includes("paused")) await new Promise((resolve) => setTimeout(resolve, 5));
    const weights = await app.getWeights();
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.deepEqual(await app.getWeights(), weights);
    await app.predict([[1, 2]]);
    run.resume();
    await watching;
    assert.ok(types.indexOf("resumed") > types.indexOf("paused"));
    assert.equal(types.at(-1), "end");
  });

  it("stop a paused run, and one that waits for its turn", async () => {
    const { app } = await open();
    const [first, second] = [app.train({ epochs: 1000 }), app.train()];
    const ends = Promise.all([collect(first), collect(second)]);
    const third = app.train({ epochs: 1 });
    let begun = false;
    void collect(third).then(() => { begun = true; });
    first.pause();
    second.stop();
    assert.deepEqual(await second.ended, { status: "stopped" }); // at once
    const aborter = new AbortController();
    setTimeout(() => aborter.abort(), 10);
    await assert.rejects(app.train({}, { signal: aborter.signal }), { name: "AbortError" }); // one behind it, too
    assert.equal(begun, false); // the first still has its turn
    first.stop();
    for (const events of await ends) assert.deepEqual(events.at(-1), { type: "end", reason: "stopped", logs: {} });
    assert.equal((await third.ended).status, "completed");
  });
});

describe("calls", () => {
  it("run between two steps of a training, on the last committed state", async () => {
    const { app } = await open();
    let over = false;
    const run = app.train({ epochs: 60, batchSize: 1 });
    void run.then(() => { over = true; });
    const seen = new Set<number>();
    while (!over && seen.size < 3) seen.add((await app.predict([[1, 1]])).data[0]!);
    assert.equal(over, false);
    assert.equal(seen.size, 3);
    run.stop();
    await run;
  });

  it("in a tight loop leave a training its steps, and timers their turn", async () => {
    const { app } = await open();
    await app.predict([[1, 1]]);
    const run = app.train({ epochs: 1000, batchSize: 1 });
    let epochs = 0, calls = 0, ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    void (async () => {
      for await (const { type } of run) epochs += +(type === "epoch");
    })();
    const start = performance.now();
    while (epochs < 5 || ticks < 5) {
      await app.predict([[1, 1]]);
      calls++;
      assert.ok(performance.now() - start < 20_000, `${epochs} epochs and ${ticks} ticks within ${calls} calls`);
    }
    clearInterval(timer);
    run.stop(); // the reins, too
    while ((await Promise.race([run.ended, app.predict([[1, 1]])]) as { status?: string }).status !== "stopped") {
      assert.ok(performance.now() - start < 30_000);
    }
  });

  it("do not overtake one that waits for its turn", async () => {
    const { app } = await open();
    await app.predict([[1, 1]]);
    const ended: number[] = [];
    const call = (number: number) => app.predict([[1, 1]]).then(() => void ended.push(number));
    await new Promise(setImmediate);
    const calls = [call(1)];
    setImmediate(() => calls.push(call(3))); // a message, which comes when the event loop has had its turn
    for (const end = performance.now() + 6; performance.now() < end;); // from now on a turn is due
    calls.push(call(2));
    while (calls.length < 3) await new Promise(setImmediate);
    await Promise.all(calls);
    assert.deepEqual(ended, [1, 2, 3]);
  });

  it("read the caller's arrays before they return", async () => {
    const { app } = await open();
    const [kernel, bias] = Object.values(await app.getWeights()).map(({ data }) => data);
    const expected = kernel![0]! + 2 * kernel![1]! + bias![0]!;
    for (let turn = 0; turn < 3; turn++) { // the first one waits for the weights
      for (const given of [Float32Array.of(1, 2), Int32Array.of(1, 2), Float64Array.of(1, 2)]) {
        const asked = app.predict(given);
        given.fill(99);
        assert.ok(Math.abs((await asked).data[0]! - expected) < 1e-6);
      }
    }
  });

  it("of a training that never waits come through", async () => {
    const { app } = await open();
    await app.predict([[1, 1]]);
    const run = app.train({ epochs: 100_000, batchSize: 40 });
    for (let i = 0; i < 20; i++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const asked = performance.now();
      await app.predict([[1, 1]]);
      assert.ok(performance.now() - asked < 2000);
    }
    run.stop();
    assert.deepEqual(await run.ended, { status: "stopped" });
  });

  it("take nested arrays, typed arrays and host arrays, single elements and batches", async () => {
    const { app } = await open();
    const { data: [w0, w1] } = (await app.getWeights())["kernel"]!;
    const expected = [Math.fround(w0! + 2 * w1!)];
    for (const input of [[1, 2], Float32Array.of(1, 2), { shape: [2], dtype: "int32", data: Int32Array.of(1, 2) }]) {
      const output = await app.predict(input);
      assert.deepEqual(output.shape, []);
      assert.ok(Math.abs(output.data[0]! - expected[0]!) < 1e-6);
    }
    assert.deepEqual((await app.predict([[1, 2], [3, 4], [5, 6]])).shape, [3]);
  });

  it("say what is wrong with an input", async () => {
    const { app } = await open();
    await assert.rejects(app.predict([1, 2, 3]), /modelPredictStep: expected x of type float32\[n, 2\].*received float32\[1, 3\]/);
    await assert.rejects(app.predict([[1, 2], [3]]), /predict, x: expected arrays of equal lengths, received 2 and 1/);
    await assert.rejects(app.predict([1, [2]]), /equal depth/);
    await assert.rejects(app.predict(["a", 1]), /received "a" at depth 1/);
    await assert.rejects(app.predict({ shape: [3], dtype: "float32", data: new Float32Array(2) }), /expected 3 numbers for shape \[3\], received 2/);
    await assert.rejects((app.predict as () => Promise<unknown>)(), /predict: expected 1 input \(x\), received 0/);
  });

  it("free what a failing function left", async () => {
    const { app } = await open();
    await app.predict([1, 2]);
    const before = await app.memory();
    await assert.rejects(app.broken([1, 2]), /the kernel gave up/);
    assert.deepEqual({ ...await app.memory(), kernelCalls: 0 }, { ...before, kernelCalls: 0 });
  });
});

describe("errors of a script", () => {
  it("reject the run and its iteration, and let the next run start", async () => {
    const { app } = await open();
    await assert.rejects(collect(app.fail()), { name: "RangeError", message: "the script gave up" });
    await assert.rejects(async () => app.fail(), /the script gave up/);
    await app.test();
  });

  it("name the file of data that is missing, and go away with their cause", async () => {
    const { app, folder } = await open();
    rmSync(`${folder}/data`, { recursive: true });
    await assert.rejects(async () => app.train(), /FileError: data\/[0-9a-f]{32}\.bin\.gz: expected the file at file:/);
    await app.predict([1, 2]);
  });
});

describe("evaluate and predict", () => {
  it("measure over all elements, whatever the batches, without touching the state", async () => {
    const { app } = await open();
    await app.train({ epochs: 1 });
    const before = await app.getWeights();
    const { liveTensors } = await app.memory();
    const { logs, outputs } = await app.test() as { logs: { loss: number }; outputs: HostArray };
    assert.deepEqual(outputs.shape, [examples]);
    const squares = Array.from(outputs.data, (value, i) => (value - example(i).y) ** 2);
    assert.ok(Math.abs(logs.loss - squares.reduce((a, b) => a + b) / examples) < 1e-5);
    assert.deepEqual(await app.getWeights(), before);
    assert.equal((await app.memory()).liveTensors, liveTensors);
  });
});

describe("weights", () => {
  it("are set all or none, and are copies", async () => {
    const { app } = await open();
    const weights = await app.getWeights();
    const kernel: HostArray = { shape: [2, 1], dtype: "float32", data: Float32Array.of(2, -3) };
    await assert.rejects(app.setWeights({ kernel, bias: kernel }), /setWeights: expected bias of type float32\[1\], received float32\[2, 1\]/);
    await assert.rejects(app.setWeights({ kernel, nothing: kernel }), /expected names of variables \(kernel, .*received "nothing"/);
    const short: HostArray = { ...kernel, data: Float32Array.of(1) };
    await assert.rejects(app.setWeights({ kernel: short }), /setWeights, kernel: expected 2 numbers for shape \[2, 1\], received 1/);
    for (const wrong of [[2, -3], null, { ...kernel, data: [2, -3] }]) {
      await assert.rejects(app.setWeights({ kernel: wrong as unknown as HostArray }), /setWeights, kernel: expected { shape, dtype, data } with a typed array as data/);
    }
    assert.deepEqual(await app.getWeights(), weights);
    await app.setWeights({ kernel, bias: { shape: [1], dtype: "float32", data: Float32Array.of(1) } });
    kernel.data[0] = 99;
    assert.equal((await app.predict([1, 1])).data[0], 0);
  });
});

describe("dispose", () => {
  it("stops what runs and refuses what comes after", async () => {
    const { app } = await open();
    const run = app.train({ epochs: 100000 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const first = app.dispose();
    const words = { message: "This app was disposed. Call load() for a new one." };
    await assert.rejects(app.memory(), words); // at once
    await first;
    assert.equal((await collect(run)).at(-1)!.type, "end");
    assert.deepEqual(await run.ended, { status: "stopped" });
    const weights = { kernel: { shape: [2, 1], dtype: "float32" as const, data: new Float32Array(2) } };
    for (const asked of [app.predict([1, 2]), app.train(), app.memory(), app.getWeights(), app.setWeights(weights), app.report()]) {
      await assert.rejects(asked, words);
    }
    await app.dispose();
  });
});
