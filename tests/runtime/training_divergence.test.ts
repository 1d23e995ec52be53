/** What a script's reports say when their numbers diverge: once a run, behind the report itself. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { RunEvent } from "@bml/runtime/app/contract.js";
import { start } from "@bml/runtime/backends/cpu.js";
import { Control } from "@bml/runtime/training/control.js";
import { scriptRuns, type ScriptRun } from "@bml/runtime/training/script_run.js";
import { State } from "@bml/runtime/training/state.js";
import { linearFunctions, linearProgram } from "./linear_program.js";

const { program, locate } = linearProgram();
const backend = await start({});
const state = new State(backend, program, linearFunctions(backend), { locate, expect() {}, onBytes() {} });

async function eventsOf(script: (run: ScriptRun) => Promise<unknown>): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const run = scriptRuns(state)(new Control((event) => events.push(event)));
  await run.run(() => script(run));
  return events;
}

describe("reports of a script", () => {
  const cases: [what: string, report: (run: ScriptRun) => Promise<void>, text: RegExp | undefined][] = [
    ["a number that is NaN", (run) => run.log({ step: 3, loss: NaN }), /^loss is NaN in the report "step=3 loss=nan": the training has diverged\. /],
    ["a tensor that is infinite", (run) => run.plot({ loss: backend.scalar(Infinity) }), /^loss is infinite in the report "loss=inf": /],
    ["an infinity of the script's own", (run) => run.log({ best: Infinity }), undefined],
    ["finite numbers", (run) => run.log({ loss: 3e38, text: "nan", best: true }), undefined],
  ];
  for (const [what, report, text] of cases) {
    it(text ? `tell of ${what}` : `say nothing of ${what}`, async () => {
      const events = await eventsOf(report);
      assert.equal(events.length, text ? 2 : 1);
      const [, notice] = events;
      if (text) assert.ok(notice?.type === "notice" && text.test(notice.text) && !Number.isFinite(notice.logs["loss"]), `${JSON.stringify(notice)}`);
    });
  }

  it("tell it once a run", async () => {
    const events = await eventsOf(async (run) => {
      for (const loss of [1, NaN, NaN]) await run.log({ loss });
      run.print("over");
    });
    assert.deepEqual(events.map(({ type }) => type), ["log", "log", "notice", "log", "print"]);
  });
});
