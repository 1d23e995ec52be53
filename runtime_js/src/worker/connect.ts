/** Where a session can be opened: in a worker, seen from the page's side, or on this thread. */

import type { SessionModule } from "../app/define.js";
import type { Listener, OpenOptions } from "../training/open.js";
import type { Session } from "../training/session.js";
import type { Answer, Question, Receipt } from "./messages.js";

const NAMES = ["run", "command", "call", "report", "memory", "getWeights", "setWeights", "bringLater", "close"] as const;

/** A session on the other side, or on this one: the same calls, all of them promises. */
export type SessionHandle = { readonly info: Session["info"] } & {
  [Name in typeof NAMES[number]]: (...args: Parameters<Session[Name]>) => Promise<Awaited<ReturnType<Session[Name]>>>;
};

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

/** Of its own: pages extend the prototype of all objects. */
function has<Name extends string>(data: Answer, name: Name): data is Extract<Answer, Record<Name, unknown>> {
  return Object.hasOwn(data, name);
}

type Ask = (name: string, ...args: unknown[]) => Promise<never>;

/** Calls by name, into a worker. A function that is the last argument is called here, with what the worker tells it. */
function asking(worker: Worker): Ask {
  const asked = new Map<number, { resolve(value: never): void; reject(error: unknown): void; listener: unknown; lasts: boolean }>();
  let last = 0;
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    const question = asked.get(data.id);
    if (has(data, "event")) {
      try {
        (question?.listener as ((event: unknown) => void) | undefined)?.(data.event);
      } finally {
        worker.postMessage({ heard: data.number } satisfies Receipt);
      }
      return;
    }
    if (has(data, "value")) question?.resolve(data.value as never);
    else question?.reject(Object.assign(new Error(data.error.message), data.error));
    if (!question?.lasts) asked.delete(data.id);
  };
  return (name, ...args) => new Promise((resolve, reject) => {
    const listener = typeof args.at(-1) === "function" && args.pop();
    worker.postMessage({ id: ++last, name, args, listens: !!listener } satisfies Question); // throws for what cannot be sent
    asked.set(last, { resolve, reject, listener, lasts: name === "open" }); // news come for as long as the session lives
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
      ask("hello").then(resolve, reject);
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
    async open(options, tell) {
      const info: Session["info"] = await ask("open", options, tell);
      const calls = NAMES.map((name) => [name, (...args: unknown[]) => ask(name, ...args)]);
      return { info, ...Object.fromEntries(calls) } as SessionHandle;
    },
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
