/** A page and its worker, each with an end of a channel that copies what is sent, as the real one does. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { MessageChannel, type MessagePort } from "node:worker_threads";

import type { OpenSession } from "@bml/runtime/training/open.js";
import { connect, type SessionHandle } from "@bml/runtime/worker/connect.js";
import { serveSession } from "@bml/runtime/worker/serve.js";

interface End {
  onmessage?: (event: { data: unknown }) => unknown;
}

/** What a worker and its page see of a port. */
function endOf(port: MessagePort, more: object): object {
  const end: End & object = Object.assign({ postMessage: (value: unknown) => port.postMessage(value) }, more);
  port.on("message", (data) => end.onmessage?.({ data }));
  return end;
}

class Late extends Error {
  override name = "Late";
}

const session = {
  info: { exports: {}, backend: "cpu", description: "" },
  async run(id: number, name: string, given: object, emit: (event: unknown) => void): Promise<unknown> {
    for (const step of [1, 2, 3]) {
      await null;
      emit({ id, name, step });
    }
    emit(given);
    return new Map([["of", id]]);
  },
  call(): never {
    throw new Late("not now");
  },
  getWeights: async () => ({ w: () => "no copy of this" }),
};

describe("a session in a worker", () => {
  const told: unknown[] = [];
  let handle: SessionHandle;
  let end: () => void;
  before(async () => {
    const { port1, port2 } = new MessageChannel();
    Object.assign(globalThis, { self: endOf(port2, { name: "bml-test" }), WorkerGlobalScope: Object });
    const open = async (_options: object, tell: (news: string) => void): Promise<typeof session> => {
      tell("early");
      setTimeout(() => tell("late"), 1);
      return session;
    };
    serveSession(open as unknown as OpenSession, "the build");
    const connection = await connect(() => endOf(port1, { terminate: () => port1.close() }) as Worker);
    end = connection.end;
    assert.equal(connection.build, "the build");
    handle = await connection.open({ bundle: "", backend: "cpu", cache: false }, (news) => told.push(news));
    assert.deepEqual(handle.info, session.info);
  });
  after(() => {
    end();
    for (const name of ["self", "WorkerGlobalScope"]) delete (globalThis as Record<string, unknown>)[name];
  });

  it("tells of what happens before it answers, each asker for itself", async () => {
    const answers = await Promise.all([1, 2].map(async (id) => {
      const news: unknown[] = [];
      const result = await handle.run(id, "train", { epochs: id }, (event) => news.push(event));
      return { result, news };
    }));
    for (const [i, { result, news }] of answers.entries()) {
      assert.deepEqual(result, new Map([["of", i + 1]]));
      assert.deepEqual(news, [...[1, 2, 3].map((step) => ({ id: i + 1, name: "train", step })), { epochs: i + 1 }]);
    }
  });

  it("goes on to tell whoever opened it", async () => {
    while (told.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.deepEqual(told, ["early", "late"]);
  });

  it("fails with the name, the message and the stack of an error", async () => {
    await assert.rejects(handle.call("twice", []), (error: Error) => {
      assert.deepEqual([error.name, error.message], ["Late", "not now"]);
      assert.match(error.stack!, /worker_messages\.test/);
      return error instanceof Error;
    });
  });

  it("says what cannot be sent, on either way, and answers the next question", async () => {
    await assert.rejects(handle.run(1, "train", { epochs: () => 1 }, () => {}), { name: "DataCloneError" });
    await assert.rejects(handle.getWeights(), { name: "DataCloneError" });
    assert.deepEqual(await handle.run(2, "train", {}, () => {}), new Map([["of", 2]]));
  });
});
