/** The worker's side: opens the session here and lets the page's thread call it. */

import { expose, proxy } from "comlink";

import type { OpenSession } from "../training/open.js";

export interface Served {
  /** What the page asks for first, to know that this file runs, and that it is of its own build. */
  build: string;
  /** Holds a lock for as long as this worker lives. Its name; "" where there are none: on plain http, in a frame without an origin. */
  hold(): Promise<string>;
  open: OpenSession;
}

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

/**
 * Serves if this file runs as our worker, whose name the entry begins with "bml-". On a page's thread, or in a worker of
 * somebody else's that imports it, it only has to export `open`.
 */
export function serveSession(open: OpenSession, build: string): OpenSession {
  if (Error.stackTraceLimit < 50) Error.stackTraceLimit = 50; // V8's ten may not reach down to the user's own lines
  if ("WorkerGlobalScope" in globalThis && self.name.startsWith("bml-")) {
    expose({ build, hold, open: async (...args) => proxy(await open(...args)) } satisfies Served);
  }
  return open;
}
