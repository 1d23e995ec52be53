/** The worker's side: opens the session here and lets the page's thread call it. */

import { expose, proxy } from "comlink";

import type { OpenSession } from "../training/open.js";

/**
 * Serves if this file runs as our worker, whose name the entry begins with "bml-". On a page's thread, or in a worker of somebody
 * else's that imports it, it only has to export `open`.
 */
export function serveSession(open: OpenSession, build: string): OpenSession {
  if (Error.stackTraceLimit < 50) Error.stackTraceLimit = 50; // V8's ten may not reach down to the user's own lines
  if ("WorkerGlobalScope" in globalThis && self.name.startsWith("bml-")) {
    expose({
      build, // what the page asks for first, to know that this file runs, and that it is of its own build
      open: async (...args: Parameters<OpenSession>) => proxy(await open(...args)),
    });
  }
  return open;
}
