/** Who waits for an answer or an end, whichever comes first, keeps no answer for as long as the end may come. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { Link } from "@bml/runtime/app/link.js";
import { Health } from "@bml/runtime/backends/health.js";
import { Control } from "@bml/runtime/training/control.js";
import type { OpenOptions } from "@bml/runtime/training/open.js";
import type { SessionHandle } from "@bml/runtime/worker/connect.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const health = new Health();
const control = new Control(() => {});
const connection = { build: "", open: async () => ({}) as SessionHandle, canForce: false, end() {}, onend() {} };
const link = await Link.open(connection, { bundle: "file:///" } as OpenOptions, () => {});

const waits: [what: string, wait: (answer: Promise<object>) => Promise<object>][] = [
  ["a read of a device that may be lost", (answer) => health.unlessLost(answer)],
  ["what a run waits for that may be stopped", (answer) => control.unlessStopped(answer)],
  ["a question to a session that may be closed", (answer) => link.ask(() => answer)],
];

for (const [what, wait] of waits) {
  it(`keeps nothing of ${what}`, async () => {
    const answers: WeakRef<object>[] = [];
    for (let i = 0; i < 10; i++) {
      const answer = { data: new Float32Array(1000) };
      answers.push(new WeakRef(answer));
      assert.equal(await wait(Promise.resolve(answer)), answer);
    }
    await new Promise((resolve) => setTimeout(resolve)); // a WeakRef holds what it refers to until then
    collect();
    // The last ones may still stand on the stack.
    assert.ok(answers.filter((answer) => answer.deref()).length <= 1);
  });
}

describe("the health of a device", () => {
  it("ends what waits when the device is lost, with the first reason, and whatever is asked later", async () => {
    const health = new Health();
    const never = new Promise<never>(() => {});
    const lost = new Error("lost");
    const waiting = [health.unlessLost(never), health.unlessLost(never)];
    health.report(lost);
    health.report(new Error("lost again"));
    for (const each of [...waiting, health.unlessLost(never), health.unlessLost(Promise.resolve(1))]) await assert.rejects(each, lost);
    assert.equal(await health.soon(), lost);
    assert.throws(() => health.check(), lost);
  });

  it("is good where nothing was reported within a moment", async () => {
    assert.equal(await new Health().soon(), undefined);
  });
});
