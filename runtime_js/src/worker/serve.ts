/** The worker's side: opens the session here and answers what the page's thread asks of it. */

import type { OpenSession } from "../training/open.js";
import type { Session } from "../training/session.js";
import type { Answer, Failure, Question, Receipt } from "./messages.js";

type Distributed<T> = T extends unknown ? Omit<T, "id"> : never;

/** Holds a lock for as long as this worker lives. Its name; "" where there are none: on plain http, in a frame without an origin. */
function hold(): Promise<string> {
  return new Promise((resolve) => {
    if (!navigator.locks) return resolve("");
    const lock = `bml-worker-${crypto.randomUUID()}`;
    const forever = (): Promise<never> => {
      resolve(lock);
      return new Promise(() => {});
    };
    navigator.locks.request(lock, forever).catch(() => resolve(""));
  });
}

function failure(thrown: unknown): Failure {
  const { name, message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { name, message, ...(stack === undefined ? {} : { stack }) };
}

function serve(open: OpenSession, build: string): void {
  let session: Session | undefined;
  let events = 0;
  const unheard = new Map<number, () => void>();
  /** What the page may ask besides the session's own members. */
  const members: Record<string, (...args: never[]) => unknown> = {
    hello: async () => [build, await hold()],
    open: async (...args: Parameters<OpenSession>) => {
      session = await open(...args);
      return session.info;
    },
  };
  self.onmessage = async ({ data }: MessageEvent<Question | Receipt>) => {
    if ("heard" in data) {
      unheard.get(data.heard)?.();
      unheard.delete(data.heard);
      return;
    }
    const { id, name, args, listens } = data;
    const tell = (answer: Distributed<Answer>): void => self.postMessage({ ...answer, id });
    const listener = (event: unknown): Promise<void> => new Promise((resolve) => {
      unheard.set(++events, resolve);
      tell({ event, number: events });
    });
    try {
      const member = members[name] ?? session![name as keyof Session] as () => unknown;
      tell({ value: await member.apply(session, (listens ? [...args, listener] : args) as never) });
    } catch (error) {
      tell({ error: failure(error) }); // also where a result cannot be sent
    }
  };
}

/**
 * Serves if this file runs as our worker, whose name the entry begins with "bml-". On a page's thread, or in a worker of
 * somebody else's that imports it, it only has to export `open`.
 */
export function serveSession(open: OpenSession, build: string): OpenSession {
  if (Error.stackTraceLimit < 50) Error.stackTraceLimit = 50; // V8's ten may not reach down to the user's own lines
  if ("WorkerGlobalScope" in globalThis && self.name.startsWith("bml-")) serve(open, build);
  return open;
}
