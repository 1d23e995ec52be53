/** Where a session can be opened: in a worker, seen from the page's side, or on this thread. */

import { proxy, wrap, type Remote } from "comlink";

import type { SessionModule } from "../app/define.js";
import type { Listener, OpenOptions } from "../training/open.js";
import type { Session } from "../training/session.js";
import type { Served } from "./serve.js";

/** A session on the other side, or on this one: the same calls, all of them promises. */
export type SessionHandle = Pick<Remote<Session>, "info" | "run" | "command" | "call" | "report" | "memory" | "getWeights"
  | "setWeights" | "bringLater" | "close">;

export interface Connection {
  build: string; // which the other side is of
  open(options: OpenOptions, tell: Listener): Promise<SessionHandle>;
  /** Whether `end` ends a session that does not answer. */
  readonly canForce: boolean;
  end(): void;
  /** Tells when the other side ended without being asked to. */
  onend(listener: (reason: string) => void): void;
}

// A worker that a policy forbids may neither start nor say so; its file is small, so this is ample on a slow line.
const patience = 15_000;

const ENDED = "The worker of this app ended: it crashed, ran out of memory, or was stopped from outside. Call load() for a new one.";

/** Starts a worker; rejects with a reason that is fit for a notice where none can be had. */
export async function connect(makeWorker: () => Worker): Promise<Connection> {
  const worker = makeWorker(); // throws where the page may not start one: another origin's file, file:
  const remote = wrap<Served>(worker);
  const end = (): void => {
    worker.terminate();
    worker.onmessageerror = null; // what listens holds the proxies, whose end comlink waits for before it lets the worker go
  };
  let timer: ReturnType<typeof setTimeout>;
  let build: string, lock: string;
  try {
    [build, lock] = await new Promise<[string, string]>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error("it does not answer")), patience);
      worker.onerror = ({ message }) => reject(new Error(message || "its file did not load"));
      Promise.all([remote.build, remote.hold()]).then(resolve, reject);
    });
  } catch (error) {
    end();
    throw error;
  } finally {
    clearTimeout(timer!);
    worker.onerror = null; // from now on an error is one of a call, or of a callback that nobody waits for
  }

  return {
    build,
    open: (options, tell) => remote.open(options, proxy(tell)) as unknown as Promise<SessionHandle>,
    canForce: true,
    end,
    onend(listener) {
      // A worker that ends says nothing, but what it held is free then. (On plain http there are no locks.)
      if (lock) void navigator.locks.request(lock, () => listener(ENDED)).catch(() => {});
      worker.onmessageerror = () => listener("An answer of this app's worker could not be read. Call load() for a new one.");
    },
  };
}

/** The session runs on this thread. */
export function here({ build, open }: SessionModule): Connection {
  return {
    build,
    open: async (options, tell) => await open(options, tell) as unknown as SessionHandle,
    canForce: false,
    end() {},
    onend() {},
  };
}
