/** Where a session can be opened: in a worker, seen from the page's side, or on this thread. */

import type { SessionModule } from "../app/define.js";
import type { Listener, OpenOptions } from "../training/open.js";
import type { Info, Session } from "../training/session.js";
import type { Answer, Question } from "./messages.js";

const METHODS = ["run", "command", "call", "report", "memory", "getWeights", "setWeights", "bringLater", "close"] as const;

type Asked<F> = F extends (...args: infer Args) => infer Result ? (...args: Args) => Promise<Awaited<Result>> : never;

/** A session on the other side, or on this one: the same calls, all of them promises. */
export type SessionHandle = { info: Info } & { [Method in (typeof METHODS)[number]]: Asked<Session[Method]> };

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

/** Calls methods on the worker's side. A function among their arguments has to be the last one. */
function asking(worker: Worker): (method: string, ...args: unknown[]) => Promise<unknown> {
  interface Open extends Question {
    tell: (news: unknown) => void;
    resolve: (value: unknown) => void;
    reject: (error: Error) => void;
  }
  const asked = new Map<number, Open>();
  let last = 0;
  worker.onmessage = ({ data: { id, kind, value } }: MessageEvent<Answer>) => {
    const { method, tell, resolve, reject } = asked.get(id)!;
    if (kind === "news") return tell(value);
    if (method !== "open") asked.delete(id); // which goes on to tell of downloads
    if (kind === "value") resolve(value);
    else reject(Object.assign(new Error(), value));
  };
  return (method, ...args) => new Promise((resolve, reject) => {
    const tells = typeof args.at(-1) === "function";
    const tell = tells ? args.pop() as Open["tell"] : () => {};
    const question: Question = { id: ++last, method, args, tells };
    worker.postMessage(question); // throws for what has no copy
    asked.set(last, { ...question, tell, resolve, reject });
  });
}

/** Starts a worker; rejects with a reason that is fit for a notice where none can be had. */
export async function connect(makeWorker: () => Worker): Promise<Connection> {
  const worker = makeWorker(); // throws where the page may not start one: another origin's file, file:
  const ask = asking(worker);
  const end = (): void => worker.terminate();
  let timer: ReturnType<typeof setTimeout>;
  let build: string, lock: string;
  try {
    [build, lock] = await new Promise<[string, string]>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error("it does not answer")), patience);
      worker.onerror = ({ message }) => reject(new Error(message || "its file did not load"));
      (ask("greet") as Promise<[string, string]>).then(resolve, reject);
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
    open: async (options, tell) => ({
      info: await ask("open", options, tell),
      ...Object.fromEntries(METHODS.map((method) => [method, (...args: unknown[]) => ask(method, ...args)])),
    }) as SessionHandle,
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
