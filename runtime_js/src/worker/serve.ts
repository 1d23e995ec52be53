/** The worker's side: opens the session here and lets the page's thread call it. */

import type { OpenSession } from "../training/open.js";
import type { Session } from "../training/session.js";
import type { Answer, Question } from "./messages.js";

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

/** Answers the page. What it asks for first tells it that this file runs, of which build it is, and the lock to watch. */
function serve(open: OpenSession, build: string): void {
  let session: Session;
  const served: Record<string, (...args: never[]) => unknown> = {
    greet: async () => [build, await hold()],
    open: async (...args: Parameters<OpenSession>) => (session = await open(...args)).info,
  };
  self.onmessage = async ({ data: { id, method, args, tells } }: MessageEvent<Question>) => {
    const send = (kind: Answer["kind"], value: unknown): void => self.postMessage({ id, kind, value });
    if (tells) args.push((news: unknown) => send("news", news));
    try {
      const target = Object.hasOwn(served, method) ? served : session as unknown as typeof served;
      send("value", await target[method]!(...args as never[]));
    } catch (error) {
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
      send("error", { name, message, stack });
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
