// A page whose program is told here, event by event: what scripts report, without a compiler or a kernel.
import { definePage } from "@bml/runtime/page/define.js";

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const report = (type, logs, rest) => ({ ...logs, ...rest, type, logs });
const log = (logs, text = JSON.stringify(logs)) => report("log", logs, { text, elapsed: 0 });

const stories = {
  // The loop of a user: a line and points a step, a mean for the chart alone, words, and how far it is.
  async *loop() {
    yield { type: "print", text: "Nothing learned yet.\n  (two lines)", logs: {} };
    for (let step = 0; step < 300; step++) {
      const loss = 2 * Math.exp(-step / 80) + 0.1 * Math.sin(step);
      yield log({ step, loss, note: "warm", best: step === 9 }, `step=${step} loss=${loss.toPrecision(4)} note=warm`);
      yield report("plot", { step, reward: step / 3 - 40 });
      if (step % 100 === 99) yield log({ step, val_loss: loss + 0.1 }, `step=${step} val_loss=${(loss + 0.1).toPrecision(4)}`);
      yield { type: "progress", done: step + 1, total: 300, logs: {} };
      if (step % 10 === 0) await pause(1);
    }
  },
  // The epoch of each step, which does not grow: the chart counts.
  async *nested() {
    for (let step = 0; step < 12; step++) yield log({ epoch: Math.floor(step / 4), accuracy: step / 12 });
  },
  async *flood() {
    for (let i = 0; i < 60_000; i++) {
      yield log({ loss: 1 / (1 + i) }, `line ${i}`);
      if (i % 2000 === 0) await pause(0);
    }
  },
  async *slow() {
    for (const word of ["one", "two", "three"]) {
      yield { type: "print", text: word, logs: {} };
      await pause(50);
    }
  },
  // Until it is stopped.
  async *endless() {
    for (let step = 1; ; step++) {
      yield log({ loss: 1 / step });
      yield { type: "progress", done: Math.min(step, 75), total: 300, logs: {} };
      await pause(5);
    }
  },
  async *fails() {
    yield log({ loss: 3 }, "loss=3");
    throw new RangeError("the script gave up");
  },
  // A fit, and a loop of its own with a metric of the same name.
  async *both() {
    yield { type: "start", epochs: 2, stepsPerEpoch: 1, logs: {} };
    for (const epoch of [1, 2]) yield report("epoch", { loss: 3 - epoch }, { epoch, epochs: 2, elapsed: 0 });
    for (const epoch of [0, 1, 2]) yield log({ epoch, loss: 0.5 - epoch / 10 });
  },
  // A loss that overflows in the second epoch and is lost in the third; the validation follows.
  async *diverges() {
    yield { type: "start", epochs: 4, stepsPerEpoch: 2, logs: {} };
    for (const [i, loss] of [1, 5, Infinity, NaN].entries()) {
      yield report("batch", { loss }, { epoch: i + 1, batch: 1, batches: 2, elapsed: 0, remaining: 0 });
      yield report("epoch", { loss, val_loss: i < 3 ? 1 : NaN }, { epoch: i + 1, epochs: 4, elapsed: 0 });
      if (loss === Infinity) yield { type: "notice", text: `loss is infinite: ${"very ".repeat(40)}bad`, logs: { loss } };
    }
  },
  // The best so far is infinite at first, and by the script's own will to the end.
  async *infinite() {
    for (let step = 0; step < 3; step++) yield log({ step, best: Infinity, loss: 1 });
  },
  // Curves over an x: data in no order, a line over them that is drawn anew, points that come one by one.
  async *fitted() {
    yield report("plot", { x: [3, 1, 2, NaN], data: [6, 2, 4, 1], style: "dots" });
    for (const slope of [1, 2]) yield report("plot", { x: [0, 4], line: [0, 4 * slope] });
    for (const x of [0, 1, 0.5]) yield report("plot", { x, walk: x * x, note: "so far" });
    yield report("plot", { step: 1, reward: 2 });
  },
  // A fit, and what is plotted after it: many points at its end.
  async *after() {
    yield { type: "start", epochs: 1, stepsPerEpoch: 1, logs: {} };
    yield report("epoch", { loss: 1 }, { epoch: 1, epochs: 1, elapsed: 0 });
    for (let i = 1; i <= 20; i++) yield report("plot", { square: i * i });
  },
  // Results of scripts, as a run hands them over.
  async *lengths() { return Array.from({ length: 300 }, (_, i) => i); },
  async *record() {
    const best = { shape: [2], dtype: "float32", data: Float32Array.of(0.25, 1) };
    return { accuracy: 0.875, best, rounds: [1, 2], improved: true, stopped_at: undefined, by_class: new Map([[0, 0.5], [1, 1]]) };
  },
  async *lost() {
    yield log({ step: 1, loss: 3 }, "loss=3");
    throw Object.assign(new Error("webgl: the device was lost."), { name: "BackendLost" });
  },
  async *markup() {
    yield log({ step: 1, "<i>name</i>": 3 }, "<b>loud</b>");
    yield { type: "notice", text: "<img src=x>", logs: {} };
    return "<b>bold</b>";
  },
  async *none() { return []; },
  async *word() { return "well"; },
  async *nothing() {},
};

function startRun({ story }) {
  let stopped = false;
  let finish;
  const result = new Promise((resolve) => { finish = resolve; });
  return {
    pause() {},
    resume() {},
    stop() { stopped = true; },
    then: (...handlers) => result.then(...handlers),
    ended: result.then(() => ({ reason: stopped ? "stopped" : "completed" })),
    async *[Symbol.asyncIterator]() {
      const told = stories[story]();
      let next = await told.next();
      for (; !next.done && !stopped; next = await told.next()) yield next.value;
      yield { type: "end", reason: stopped ? "stopped" : "completed", logs: {} };
      finish(next.value);
    },
  };
}

let sketched = 0; // how often
const looks = { captures: [], updates: [] };
const functions = { mix: looks, grids: looks, codes: looks, sketch: { captures: ["weights"], updates: [] }, draw: { captures: ["counter"], updates: ["counter"] }, picky: looks };

const program = {
  name: "told", title: "Told by a test", source: "told.py", variables: [{}], models: {}, functions,
  exports: {
    train: { kind: "script", params: [{ name: "story", type: "str", default: "loop" }] },
    mix: {
      kind: "function", function: "mix",
      params: [
        { name: "x", type: "numbers", shape: ["n", 3] }, { name: "weights", type: "numbers", shape: ["m"] },
        { name: "k", type: "numbers", shape: [] },
      ],
    },
    grids: { kind: "function", function: "grids", params: [{ name: "x", type: "numbers", shape: [2, 2] }] }, // not for typing
    codes: { kind: "function", function: "codes", params: [{ name: "x", type: "numbers", shape: ["n", 17] }] },
    sketch: { kind: "function", function: "sketch", params: [], result: { type: "image", shape: [2, 2, 1] } },
    picky: { kind: "function", function: "picky", params: [{ name: "level", type: "float" }] },
    draw: { kind: "function", function: "draw", params: [{ name: "level", type: "float" }], result: { type: "image", shape: [1, 2, 3] } },
  },
};

definePage({
  tag: "bml-told",
  program,
  backends: { cpu: "JavaScript" },
  load: async () => ({
    backend: "cpu", description: "told", notices: [], train: startRun,
    mix: async (...inputs) => inputs.map((input) => JSON.stringify(input)),
    sketch: async () => ({ shape: [1, 2, 2, 1], dtype: "float32", data: Float32Array.of(0, 0.5, 3, sketched++ / 255) }),
    picky: async (level) => {
      if (level < 0) throw new RangeError(`picky: expected a level of at least 0, received ${level}.`);
      return [String(level * level)];
    },
    draw: async (level) => ({ shape: [1, 2, 3], dtype: "int32", data: Int32Array.of(level, 300, 1, 0, 0, -7) }),
    memory: async () => ({ liveTensors: 1, liveBytes: 4, kernelCalls: 0 }),
    getWeights: async () => ({}),
    dispose: async () => {},
  }),
});
