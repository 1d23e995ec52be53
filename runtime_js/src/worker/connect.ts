/** The page's side of a worker: starts it, and lets no call wait for a worker that died. */

import { proxy, wrap, type Remote } from "comlink";

import type { Listener, OpenOptions, OpenSession } from "../training/open.js";
import type { Session } from "../training/session.js";

/** A session on the other side, or on this one: the same calls, all of them promises. */
export type SessionHandle = Pick<Remote<Session>, "info" | "run" | "command" | "call" | "report" | "memory" | "getWeights"
  | "setWeights" | "close">;

export interface Connection {
  session: SessionHandle;
  guard<T>(promise: Promise<T>): Promise<T>; // rejects when the worker dies
  end(): void;
}

// A worker that a policy forbids may neither start nor say so; its file is small, so this is ample on a slow line.
const patience = 15_000;

/** Starts a worker; rejects with a reason that is fit for a notice where none can be had. Opens a session in it later. */
export async function connect(makeWorker: () => Worker): Promise<(options: OpenOptions, tell: Listener) => Promise<Connection>> {
  const worker = makeWorker(); // throws where the page may not start one: another origin's file, file:
  const waiting = new Set<(reason: Error) => void>();
  let dead: Error | undefined;
  const die = (reason: string): void => {
    dead = new Error(reason);
    waiting.forEach((reject) => reject(dead!));
    worker.terminate();
  };
  const guard = <T>(promise: Promise<T>): Promise<T> => new Promise((resolve, reject) => {
    waiting.add(reject);
    promise.then(resolve, reject).finally(() => waiting.delete(reject));
    if (dead) reject(dead);
  });
  worker.onerror = ({ message }) => die(message || "its file did not load");

  const remote = wrap<{ ready: boolean; open: OpenSession }>(worker);
  const timer = setTimeout(() => die("it does not answer"), patience);
  await guard(Promise.resolve(remote.ready)).finally(() => clearTimeout(timer));

  return async (options, tell) => {
    try {
      const session = await guard(remote.open(options, proxy(tell)) as unknown as Promise<SessionHandle>);
      return { session, guard, end: () => worker.terminate() };
    } catch (error) {
      worker.terminate();
      throw error;
    }
  };
}
