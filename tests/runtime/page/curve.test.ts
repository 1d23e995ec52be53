import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Curve, type Point } from "@bml/runtime/page/curve.js";

const at = (x: number | null, axis: Point["axis"] = "step", fit = false): Point => ({ x, axis, source: fit ? "fit" : "script", fit, train: {}, validation: {} });

describe("where the points of a chart lie", () => {
  test("where a run says, while that grows", () => {
    const curve = new Curve();
    for (const x of [0, 10, 25]) curve.add(at(x), x / 10, null);
    assert.deepEqual([curve.axis, curve.x, curve.train], ["step", [0, 10, 25], [0, 1, 2.5]]);
  });

  test("by the count of reports from where it does not", () => {
    const curve = new Curve();
    for (const epoch of [0, 1, 1, 1, 2]) curve.add(at(epoch, "epoch"), epoch, null);
    assert.deepEqual([curve.axis, curve.x, curve.train], ["report", [1, 2, 3, 4, 5], [0, 1, 1, 1, 2]]);
    const back = new Curve();
    for (const step of [5, 6, 0, 1]) back.add(at(step), step, null);
    assert.deepEqual([back.axis, back.x], ["report", [1, 2, 3, 4]]);
  });

  test("by the count where a run says nothing, or a number that is none", () => {
    const curve = new Curve();
    for (let i = 0; i < 3; i++) curve.add(at(null, "report"), i, null);
    assert.deepEqual([curve.axis, curve.x], ["report", [1, 2, 3]]);
    const odd = new Curve();
    for (const step of [1, NaN, 3]) odd.add(at(step), 0, null);
    assert.deepEqual([odd.axis, odd.x], ["report", [1, 2, 3]]);
  });

  test("a loss and its validation share a place, in one report or in two", () => {
    const curve = new Curve();
    curve.add(at(1), 3, null);
    curve.add(at(1), null, 4);
    curve.add(at(2), 2, 3);
    assert.deepEqual([curve.axis, curve.x, curve.train, curve.validation], ["step", [1, 2], [3, 2], [4, 3]]);
  });

  test("the end of an epoch of a fit replaces its last batch", () => {
    const curve = new Curve();
    curve.add(at(0.5, "epoch", true), 3, null);
    curve.add(at(1, "epoch", true), 2, null);
    curve.add(at(1, "epoch", true), 1.9, 2.5);
    assert.deepEqual([curve.x, curve.train, curve.validation], [[0.5, 1], [3, 1.9], [null, 2.5]]);
    assert.deepEqual([curve.axis, curve.fit], ["epoch", true]);
  });

  test("what has no number keeps the newest one", () => {
    const curve = new Curve();
    curve.add(at(1), 3, null);
    curve.add(at(2), null, null);
    assert.deepEqual(curve.latest, { train: 3, validation: null });
    assert.deepEqual(curve.train, [3, null]);
  });
});

test("a long run keeps its shape, its newest values and all of its validation in few rows", () => {
  const curve = new Curve();
  for (let step = 1; step <= 100_000; step++) curve.add(at(step), step, step % 1000 ? null : -step);
  assert.ok(curve.x.length > 900 && curve.x.length <= 2000, `${curve.x.length}`);
  assert.equal(curve.validation.filter((value) => value !== null).length, 100);
  curve.x.forEach((x, row) => assert.equal(curve.train[row], x));
  assert.ok(curve.x.every((x, row) => row === 0 || x > curve.x[row - 1]!));
  assert.ok(Math.max(...curve.x.map((x, row) => x - (curve.x[row - 1] ?? 0))) <= 256);
  assert.deepEqual(curve.latest, { train: 100_000, validation: -100_000 });
  curve.add(at(1), 7, 8); // back to the beginning: from here on the count
  assert.equal(curve.axis, "report");
  assert.equal(curve.x.at(-1), 100_001);
  curve.x.forEach((x, row) => assert.ok(row === curve.x.length - 1 || curve.train[row] === x));
});

describe("a script that runs again", () => {
  const place = (curve: Curve, xs: number[], axis: Point["axis"] = "step", fit = false) => {
    curve.goOn();
    for (const x of xs) curve.add(at(x, axis, fit), x, null);
    return curve.x;
  };

  test("continues a fit's curve where it ended, stopped in an epoch or not", () => {
    const curve = new Curve();
    assert.deepEqual(place(curve, [0.5, 1, 1.5], "epoch", true), [0.5, 1, 1.5]);
    assert.deepEqual(place(curve, [0.5, 1], "epoch", true), [0.5, 1, 1.5, 2, 2.5]);
    assert.equal(curve.offset, 1.5);
  });

  test("continues its own counts by their steps, from 0 and from 1", () => {
    const curve = new Curve();
    assert.deepEqual(place(place(curve, [0, 1, 2]) && curve, [0, 1]), [0, 1, 2, 3, 4]);
    const tens = new Curve();
    place(tens, [10, 20]);
    assert.deepEqual(place(tens, [10, 20]), [10, 20, 30, 40]);
    assert.deepEqual(place(tens, [50, 60]), [10, 20, 30, 40, 50, 60]); // it counts on by itself
    const reports = new Curve();
    for (const _ of [0, 1]) {
      reports.goOn();
      reports.add(at(null, "report"), 1, null);
    }
    assert.deepEqual(reports.x, [1, 2]);
  });
});

describe("values that are not finite", () => {
  const fit = (...losses: number[]) => {
    const curve = new Curve();
    losses.forEach((loss, i) => curve.add(at(i + 1, "epoch", true), loss, null));
    return curve;
  };

  test("are the newest ones, with where they began", () => {
    assert.deepEqual(fit(1, 2).brokenText("train"), "");
    const curve = fit(1, NaN, NaN);
    assert.equal(curve.latest.train, NaN);
    assert.equal(curve.brokenText("train"), "NaN since epoch 2");
    assert.equal(fit(3, Infinity, NaN).brokenText("train"), "inf since epoch 2, NaN since epoch 3");
    assert.equal(fit(NaN, -Infinity, Infinity, Infinity).brokenText("train"), "NaN since epoch 1, inf since epoch 3");
    assert.equal(fit(Infinity, NaN, Infinity).brokenText("train"), "inf since epoch 1");
    assert.equal(fit(NaN, Infinity, NaN, NaN).brokenText("train"), "NaN since epoch 1");
    assert.equal(fit(-Infinity).brokenText("train"), "-inf since epoch 1");
  });

  test("in the midst of an epoch count for that epoch", () => {
    const curve = new Curve();
    curve.add(at(36.02, "epoch", true), NaN, null);
    assert.equal(curve.brokenText("train"), "NaN since epoch 37");
    const both = new Curve();
    for (const [i, loss] of [Infinity, NaN].entries()) both.add(at(0.25 * (i + 1), "epoch", true), loss, null);
    assert.equal(both.brokenText("train"), "NaN since epoch 1");
  });

  test("are over when a finite one comes, and each side has its own", () => {
    assert.equal(fit(1, NaN, 2).brokenText("train"), "");
    const curve = fit(1, 2);
    curve.add(at(3, "epoch", true), 3, NaN);
    assert.deepEqual([curve.brokenText("train"), curve.brokenText("validation")], ["", "NaN since epoch 3"]);
  });

  test("are found by the count of reports where a run does not say more", () => {
    const curve = new Curve();
    for (const value of [1, NaN]) curve.add(at(null, "report"), value, null);
    assert.equal(curve.brokenText("train"), "NaN since report 2");
  });
});
