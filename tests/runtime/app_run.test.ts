/** What a page hears of a run: everything in order, and of batches that it was too slow for, the newest. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { RunEvent } from "@bml/runtime/app/contract.js";
import { startRun, type Run } from "@bml/runtime/app/run.js";
import type { Connection } from "@bml/runtime/worker/connect.js";

const log = (i: number): RunEvent => ({ type: "log", logs: { i }, text: `i=${i}`, elapsed: i });
const batch = (i: number): RunEvent => ({ type: "batch", epoch: 1, batch: i, batches: 9, elapsed: 0, remaining: 0, logs: {} });

/** A run of a session that says and ends what the test wants. */
function open(): { run: Run; say: (event: RunEvent) => void; end: (result: unknown) => void } {
  let say!: (event: RunEvent) => void;
  let end!: (result: unknown) => void;
  const session = {
    run: (_id: number, _name: string, _args: object, emit: (event: RunEvent) => void) => {
      say = emit;
      return new Promise((resolve) => { end = resolve; });
    },
    command: () => {},
  };
  const run = startRun({ session, end: () => {} } as unknown as Connection, "train", {});
  return { run, say: (event) => say(event), end: (result) => end(result) };
}

async function collect(run: Run): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}

describe("the events of a run", () => {
  it("none of a hundred thousand logs is lost, however late they are taken", async () => {
    const { run, say, end } = open();
    for (let i = 0; i < 100_000; i++) say(log(i));
    end("done");
    const events = await collect(run);
    assert.equal(events.length, 100_000);
    assert.ok(events.every((event, i) => event.type === "log" && event.logs["i"] === i));
    assert.equal(await run, "done");
  });

  it("keep their order while some come and some are taken", async () => {
    const { run, say, end } = open();
    const taken = collect(run);
    const said: RunEvent[] = [];
    for (let i = 0; i < 500; i++) {
      for (let j = 0; j <= i % 7; j++) said.push(log(said.length));
      said.slice(-(i % 7) - 1).forEach(say);
      if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    end(0);
    assert.deepEqual(await taken, said);
  });

  it("merge batches that nobody took, and nothing else", async () => {
    const { run, say, end } = open();
    const said = [batch(1), batch(2), log(3), batch(4), log(5), log(6), batch(7), batch(8)];
    said.forEach(say);
    end(0);
    assert.deepEqual(await collect(run), [said[1], said[2], said[3], said[4], said[5], said[7]]);
  });

  it("go to each who iterates, from when he began", async () => {
    const { run, say, end } = open();
    say(log(1));
    const first = collect(run);
    await Promise.resolve();
    const second = collect(run);
    await Promise.resolve();
    say(log(2));
    end(0);
    assert.deepEqual([await first, await second], [[log(1), log(2)], [log(2)]]);
  });
});
