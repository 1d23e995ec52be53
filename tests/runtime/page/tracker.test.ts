import assert from "node:assert/strict";
import { test } from "node:test";

import { Tracker } from "@bml/runtime/page/tracker.js";

const times = { elapsed: 0, remaining: 0 };

test("a run of two epochs: text, share and the places of its points", () => {
  const tracker = new Tracker();
  assert.equal(tracker.share, null);
  assert.equal(tracker.take({ type: "start", epochs: 2, stepsPerEpoch: 10, logs: {} }), null);
  assert.equal(tracker.text, "Epoch 1 of 2 · batch 0 of 10");

  const point = tracker.take({ type: "batch", epoch: 1, batch: 5, batches: 10, ...times, logs: { loss: 2, accuracy: 0.3 } });
  assert.deepEqual(point, { x: 0.5, axis: "epoch", source: "fit", fit: true, train: { loss: 2, accuracy: 0.3 }, validation: {} });
  assert.equal(tracker.share, 0.25);
  assert.equal(tracker.text, "Epoch 1 of 2 · batch 5 of 10");

  const end = tracker.take({ type: "epoch", epoch: 1, epochs: 2, elapsed: 0, logs: { loss: 1, val_loss: 0.9 } });
  assert.deepEqual(end, { x: 1, axis: "epoch", source: "fit", fit: true, train: { loss: 1 }, validation: { loss: 0.9 } });

  tracker.take({ type: "batch", epoch: 2, batch: 10, batches: 10, ...times, logs: {} });
  assert.equal(tracker.x, 2);
  assert.equal(tracker.take({ type: "epoch", epoch: 2, epochs: 2, elapsed: 0, logs: {} })!.x, 2);
  assert.equal(tracker.share, 1);
  assert.equal(tracker.text, "Epoch 2 of 2 · batch 10 of 10");
});

test("what counts is no metric", () => {
  const tracker = new Tracker();
  const point = tracker.take({ type: "batch", epoch: 1, batch: 1, batches: 2, ...times, logs: { epoch: 3, step: 4, loss: 1 } });
  assert.deepEqual(point!.train, { loss: 1 });
});

test("a script that fits again goes on from where it was, with no end in sight", () => {
  const tracker = new Tracker();
  for (let fit = 0; fit < 2; fit++) {
    tracker.take({ type: "start", epochs: 1, stepsPerEpoch: 4, logs: {} });
    tracker.take({ type: "batch", epoch: 1, batch: 4, batches: 4, ...times, logs: {} });
    if (fit) break;
    tracker.take({ type: "epoch", epoch: 1, epochs: 1, elapsed: 0, logs: {} });
  }
  assert.equal(tracker.x, 2);
  assert.equal(tracker.share, null);
  assert.equal(tracker.text, "Epoch 2 · batch 4 of 4");
});

test("reports lie where they say, else beside a fit where that is, else by their count", () => {
  const tracker = new Tracker();
  assert.equal(tracker.text, "Running");
  const log = (logs: Record<string, number | string | boolean>) => tracker.take({ type: "log", logs, text: "", elapsed: 0 })!;
  assert.deepEqual(log({ step: 7, epoch: 1, loss: 2, val_loss: 3, note: "warm", best: true }),
    { x: 7, axis: "step", source: "script", fit: false, train: { loss: 2 }, validation: { loss: 3 } });
  assert.deepEqual(log({ epoch: 1, loss: 2 }), { x: 1, axis: "epoch", source: "script", fit: false, train: { loss: 2 }, validation: {} });
  assert.deepEqual(log({ episode: 20, length: 9 }), { x: 20, axis: "episode", source: "script", fit: false, train: { length: 9 }, validation: {} });
  const plotted = tracker.take({ type: "plot", logs: { epoch: "first", reward: 1 } })!;
  assert.deepEqual(plotted, { x: null, axis: "report", source: "script", fit: false, train: { reward: 1 }, validation: {} });
  assert.deepEqual([tracker.reports, tracker.share, tracker.x], [4, null, 0]);
  assert.equal(tracker.take({ type: "plot", logs: { x: 1, line: 2 } }), null); // free_chart.ts draws it

  tracker.take({ type: "start", epochs: 2, stepsPerEpoch: 10, logs: {} });
  tracker.take({ type: "batch", epoch: 1, batch: 5, batches: 10, ...times, logs: {} });
  assert.deepEqual(log({ loss: 1 }), { x: 0.5, axis: "epoch", source: "script", fit: false, train: { loss: 1 }, validation: {} });
  assert.deepEqual(log({ epoch: 3, loss: 1 }), { x: 3, axis: "epoch", source: "script", fit: false, train: { loss: 1 }, validation: {} });
});

test("bml.progress says how far the run is, whatever fits do", () => {
  const tracker = new Tracker();
  assert.equal(tracker.take({ type: "progress", done: 3000, total: 12000, logs: {} }), null);
  assert.deepEqual([tracker.share, tracker.text], [0.25, "3,000 of 12,000"]);
  tracker.take({ type: "start", epochs: 2, stepsPerEpoch: 10, logs: {} });
  tracker.take({ type: "batch", epoch: 1, batch: 5, batches: 10, ...times, logs: {} });
  assert.deepEqual([tracker.share, tracker.text], [0.25, "3,000 of 12,000"]);
  for (const [done, total, share] of [[5, 2, 1], [-1, 2, 0], [0, 0, null]] as const) {
    tracker.take({ type: "progress", done, total, logs: {} });
    assert.equal(tracker.share, share);
  }
});

test("what remains: as a fit says, else by the pace of bml.progress, pauses left out", () => {
  let now = 5000;
  const tracker = new Tracker(() => now);
  tracker.take({ type: "start", epochs: 1, stepsPerEpoch: 10, logs: {} });
  assert.equal(tracker.remaining, NaN);
  tracker.take({ type: "batch", epoch: 1, batch: 5, batches: 10, elapsed: 0, remaining: 700, logs: {} });
  assert.equal(tracker.remaining, 700);
  const progress = (done: number, at: number) => {
    now = at;
    tracker.take({ type: "progress", done, total: 100, logs: {} });
    return tracker.remaining;
  };
  assert.equal(progress(10, 10_000), NaN);
  assert.equal(progress(20, 10_900), NaN); // too soon to say
  assert.equal(progress(30, 12_000), 7000);
  tracker.take({ type: "paused", logs: {} });
  now += 60_000;
  tracker.take({ type: "resumed", logs: {} });
  assert.equal(progress(40, 73_000), 6000);
  assert.equal(progress(0, 74_000), NaN); // from the beginning: another loop
});
