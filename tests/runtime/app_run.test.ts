/** What a page hears of a run: everything in order, and of batches that it was too slow for, the newest. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { RunEvent } from "@bml/runtime/app/contract.js";
import { later } from "@bml/runtime/app/later.js";
import { startRun, type Run, type RunOptions } from "@bml/runtime/app/run.js";
import { Link } from "@bml/runtime/app/link.js";
import type { OpenOptions } from "@bml/runtime/training/open.js";
import type { SessionHandle } from "@bml/runtime/worker/connect.js";

const log = (i: number): RunEvent => ({ type: "log", logs: { i }, text: `i=${i}`, elapsed: i });
const batch = (i: number): RunEvent => ({ type: "batch", epoch: 1, batch: i, batches: 9, elapsed: 0, remaining: 0, logs: {} });

interface Play {
  run: Run;
  say: (event: RunEvent) => void;
  end: (result: unknown) => void;
  fail: (error: unknown) => void;
  commands: string[];
}

/** A run of a session that says and ends what the test wants. */
async function open(options: RunOptions = {}): Promise<Play> {
  let resolve!: (result: unknown) => void, reject!: (error: unknown) => void;
  const promise = new Promise<unknown>((...settle) => { [resolve, reject] = settle; });
  let emit!: (event: RunEvent) => void;
  const commands: string[] = [];
  const session = {
    run: (_id: number, _name: string, _args: object, tell: (event: RunEvent) => void) => {
      emit = tell;
      return promise;
    },
    command: (_id: number, command: string) => {
      commands.push(command);
      if (command !== "stop") return;
      emit({ type: "end", reason: "stopped", logs: {} });
      resolve(undefined);
    },
  };
  const connection = { build: "", open: async () => session as unknown as SessionHandle, canForce: false, end() {}, onend() {} };
  const link = await Link.open(connection, { bundle: "file:///line/" } as OpenOptions, () => {});
  const run = startRun(link, "train", [], {}, options);
  return { run, say: (event) => emit(event), end: resolve, fail: reject, commands };
}

async function collect(run: Run): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}

describe("the events of a run", () => {
  it("none of nine thousand logs is lost, however late they are taken", async () => {
    const { run, say, end } = await open();
    for (let i = 0; i < 9000; i++) say(log(i));
    end("done");
    const events = await collect(run);
    assert.deepEqual(events, Array.from({ length: 9000 }, (_, i) => log(i)));
    assert.equal(await run, "done");
  });

  it("of a hundred thousand that nobody takes, the last ones are kept, and the count of the others", async () => {
    const { run, say, end } = await open();
    for (let i = 0; i < 100_000; i++) say(log(i));
    end("done");
    const [dropped, ...kept] = await collect(run);
    assert.ok(dropped?.type === "dropped" && kept.length <= 10_000 && kept.length >= 9000, `${kept.length}`);
    assert.equal(dropped.count + kept.length, 100_000);
    assert.deepEqual(kept, Array.from(kept, (_, i) => log(dropped.count + i)));
  });

  it("keep their order while some come and some are taken", async () => {
    const { run, say, end } = await open();
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
    const { run, say, end } = await open();
    const said = [batch(1), batch(2), log(3), batch(4), log(5), log(6), batch(7), batch(8)];
    said.forEach(say);
    end(0);
    assert.deepEqual(await collect(run), [said[1], said[2], said[3], said[4], said[5], said[7]]);
  });

  it("go to each who iterates, from when he began", async () => {
    const { run, say, end } = await open();
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

describe("a run", () => {
  it("is a promise, with what promises have", async () => {
    const { run, end } = await open();
    assert.ok(run instanceof Promise);
    let last = 0;
    const after = run.finally(() => { last = 1; });
    end(5);
    assert.deepEqual([await after, last, await Promise.race([run])], [5, 1, 5]);
    assert.deepEqual(await run.ended, { status: "completed", result: 5 });
  });

  it("passes a failure to whoever catches it, and says so", async () => {
    const { run, fail } = await open();
    const error = new RangeError("gone");
    const caught = run.catch((reason) => reason);
    fail(error);
    assert.equal(await caught, error);
    assert.deepEqual(await run.ended, { status: "failed", error });
    await assert.rejects(collect(run), error);
  });

  it("leaves a failure that nobody handles to the platform, as a promise does", async () => {
    const { run, fail } = await open();
    const listeners = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    try {
      const seen = new Promise((resolve) => process.once("unhandledRejection", resolve));
      fail(new Error("nobody looks"));
      assert.equal(((await run.ended) as { status: string }).status, "failed"); // which is no handling
      assert.equal(((await seen) as Error).message, "nobody looks");
    } finally {
      for (const listener of listeners) process.on("unhandledRejection", listener);
    }
  });

  for (const [how, leave] of Object.entries({
    "break": async (run: Run) => { for await (const event of run) if (event) break; },
    "a throw": async (run: Run) => { for await (const event of run) throw new Error(event.type); },
    "a return": async (run: Run) => { for await (const event of run) return event; return undefined; },
  })) {
    it(`stops when the loop over its events is left by ${how}`, async () => {
      const { run, say, commands } = await open();
      say(log(1));
      await leave(run).catch(() => {});
      assert.equal(await run, undefined);
      assert.deepEqual([commands, await run.ended], [["stop"], { status: "stopped" }]);
    });
  }

  it("goes on while another loop reads on, and after one that read to the end", async () => {
    const { run, say, end, commands } = await open();
    say(log(1));
    const reads = collect(run);
    await Promise.resolve();
    say(log(2));
    const second = run[Symbol.asyncIterator]();
    const next = second.next();
    say(log(3));
    await next;
    await second.return!();
    end(0);
    assert.deepEqual([await reads, commands], [[log(1), log(2), log(3)], []]);
  });

  it("stops at its signal and rejects with its reason; without one it is as before", async () => {
    const controller = new AbortController();
    const { run, say, commands } = await open({ signal: controller.signal });
    const reads = collect(run);
    say(log(1));
    controller.abort();
    await assert.rejects(run, { name: "AbortError" });
    await assert.rejects(reads, { name: "AbortError" });
    assert.deepEqual([commands, await run.ended], [["stop"], { status: "stopped", reason: controller.signal.reason }]);
    const over = await open({ signal: controller.signal });
    await assert.rejects(over.run, { name: "AbortError" });
    assert.deepEqual(over.commands, []); // it never began
  });

  it("forgets its signal when it is over", async () => {
    const controller = new AbortController();
    const { run, end, commands } = await open({ signal: controller.signal });
    end(1);
    await run;
    controller.abort();
    assert.deepEqual([await run, commands, (await run.ended).status], [1, [], "completed"]);
  });

  it("refuses what is no signal, and options that there are not", async () => {
    await assert.rejects((await open({ signal: 5 as unknown as AbortSignal })).run, /train: expected signal to be an AbortSignal, received 5/);
    await assert.rejects((await open({ sginal: 5 } as RunOptions)).run, /train: expected options among { signal }, received "sginal"/);
  });
});

it("an error does not wait for ever for its Python line", async (t) => {
  const { locate } = later;
  later.locate = () => new Promise(() => {}); // a connection that stalls
  t.after(() => { later.locate = locate; });
  const { run, fail } = await open();
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const error = new Error("no");
  fail(error);
  const rejected = assert.rejects(run, error);
  await new Promise((resolve) => setImmediate(resolve));
  t.mock.timers.tick(5000);
  await rejected;
});
