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
  assert.deepEqual(point, { x: 0.5, train: { loss: 2, accuracy: 0.3 }, validation: {} });
  assert.equal(tracker.share, 0.25);
  assert.equal(tracker.text, "Epoch 1 of 2 · batch 5 of 10");

  const end = tracker.take({ type: "epoch", epoch: 1, epochs: 2, elapsed: 0, logs: { loss: 1, val_loss: 0.9 } });
  assert.deepEqual(end, { x: 1, train: { loss: 1 }, validation: { loss: 0.9 } });

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
