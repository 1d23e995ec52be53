import assert from "node:assert/strict";
import { test } from "node:test";

import { allows, Machine, next, type Phase, type Signal } from "@bml/runtime/page/state.js";

function walk(...signals: Signal[]): Phase[] {
  const seen: Phase[] = [];
  const machine = new Machine((phase) => seen.push(phase));
  for (const signal of signals) machine.send(signal);
  return seen;
}

test("a training goes from loading to done", () => {
  assert.deepEqual(walk("load", "loaded", "train", "pause", "resume", "measure", "finish"),
    ["loading", "ready", "training", "paused", "training", "measuring", "done"]);
});

test("a stop, from training or from a pause, is measured too", () => {
  assert.deepEqual(walk("load", "loaded", "train", "stop", "measure", "finish").slice(3), ["stopping", "measuring", "done"]);
  assert.deepEqual(walk("load", "loaded", "train", "pause", "stop", "finish").slice(4), ["stopping", "done"]);
});

test("a late or doubled signal changes nothing and is not announced", () => {
  assert.deepEqual(walk("load", "loaded", "train", "stop", "pause", "resume", "train", "stop"), ["loading", "ready", "training", "stopping"]);
});

test("only a load that failed ends in an error, and another load leaves it", () => {
  assert.equal(next("loading", "fail"), "error");
  assert.equal(next("training", "fail"), "ready");
  assert.equal(next("measuring", "fail"), "done");
  assert.ok(allows("error", "load"));
});

test("no backend can be chosen while a training is on", () => {
  for (const phase of ["training", "paused", "stopping", "measuring"] as const) assert.equal(allows(phase, "load"), false);
});

test("every phase can be left", () => {
  const phases: Phase[] = ["idle", "loading", "ready", "training", "paused", "stopping", "measuring", "done", "error"];
  const signals: Signal[] = ["load", "loaded", "train", "pause", "resume", "stop", "measure", "finish", "fail"];
  for (const phase of phases) assert.ok(signals.some((signal) => next(phase, signal) !== phase), phase);
});
