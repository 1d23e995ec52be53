/** The page's side of a worker: starts it, and lets no call wait for a worker that died. */

import { proxy, wrap, type Remote } from "comlink";

import type { Listener, OpenOptions, OpenSession } from "../training/open.js";
import type { Session } from "../training/session.js";

/** A session on the other side, or on this one: the same calls, all of them promises. */
export type SessionHandle = Pick<Remote<Session>, "run" | "command" | "call" | "report" | "memory" | "getWeights" | "setWeights" | "close">
  & { readonly info: Promise<Session["info"]> | Session["info"] };

export interface Connection {
  session: SessionHandle;
  guard<T>(promise: Promise<T>): Promise<T>; // rejects when the worker dies
  end(): void;
}

// A worker that a policy forbids may neither start nor say so; its file is small, so this is ample on a slow line.
const patience = 15_000;

/** Rejects with a reason that is fit for a notice when no worker can be had. */
export async function connect(makeWorker: () => Worker): Promise<{ open(options: OpenOptions, tell: Listener): Promise<Connection> }> {
  const worker = makeWorker(); // throws where the page may not start one: another origin's file, file:
  const waiting = new Set<(reason: Error) => void>();
  let dead: Error | undefined;
  worker.addEventListener("error", (event) => {
    dead = new Error(event.message || "its file did not load");
    for (const reject of waiting) reject(dead);
  });
  const guard = <T>(promise: Promise<T>): Promise<T> => new Promise((resolve, reject) => {
    if (dead) return reject(dead);
    waiting.add(reject);
    promise.then(resolve, reject).finally(() => waiting.delete(reject));
  });

  const remote = wrap<{ ready: boolean; open: OpenSession }>(worker);
  const timer = setTimeout(() => worker.dispatchEvent(new ErrorEvent("error", { message: "it does not answer" })), patience);
  try {
    await guard(Promise.resolve(remote.ready));
  } catch (error) {
    worker.terminate();
    throw error;
  } finally {
    clearTimeout(timer);
  }

  return {
    async open(options, tell) {
      try {
        const session = await guard(remote.open(options, proxy(tell)) as unknown as Promise<Remote<Session>>);
        return { session: session as unknown as SessionHandle, guard, end: () => worker.terminate() };
      } catch (error) {
        worker.terminate();
        throw error;
      }
    },
  };
}
