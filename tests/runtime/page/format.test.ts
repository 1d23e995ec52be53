import assert from "node:assert/strict";
import { test } from "node:test";

import { count, decimal, duration, fileSize, label, metric, percent, tick } from "@bml/runtime/page/format.js";

test("numbers read as their kind wants", () => {
  assert.equal(percent(0.98613, 2), "98.61%");
  assert.deepEqual([NaN, Infinity, -Infinity].flatMap((value) => [decimal(value), percent(value), metric("accuracy", value), count(value)]),
    ["NaN", "inf", "-inf"].flatMap((text) => [text, text, text, text]));
  assert.deepEqual([0.0432, 1.2345, 12.345, 0.00002, 0].map(decimal), ["0.0432", "1.234", "12.35", "2.00e-5", "0.0000"]);
  assert.equal(metric("accuracy", 0.5), "50.0%");
  assert.equal(metric("accuracy", 97.25), "97.25"); // in percent as it is
  assert.equal(metric("loss", 0.5), "0.5000");
  assert.deepEqual([12000, 2.5].map(count), ["12,000", "2.500"]);
});

test("bytes are told with the digits that matter", () => {
  assert.deepEqual([0, 20_100, 1_260_000, 240_000_000].map(fileSize), ["0 kB", "21 kB", "1.3 MB", "240 MB"]);
});

test("an axis tells small numbers apart", () => {
  assert.deepEqual([0, 0.5, 1.50001, 0.00002, 0.000025].map(tick), ["0", "0.5", "1.5", "2e-5", "2.5e-5"]);
});

test("times keep two units", () => {
  assert.deepEqual([400, 59_600, 200_000, 3_900_000].map(duration), ["0 s", "1 min 0 s", "3 min 20 s", "1 h 5 min"]);
});

test("names of either convention become labels", () => {
  assert.deepEqual(["batch_size", "batchSize", "epochs", "val_loss", "withAView", "top5Of", "useGPUNow", "prédireÉtat"].map(label),
    ["Batch size", "Batch size", "Epochs", "Val loss", "With a view", "Top5 of", "Use gpu now", "Prédire état"]);
});
