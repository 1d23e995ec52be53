/** The worker's side: opens the session here and lets the page's thread call it. */

import { expose, proxy } from "comlink";

import type { OpenSession } from "../training/open.js";

/**
 * Serves if this file runs as our worker, which the entry names "bml". On a page's thread, or in a worker of somebody
 * else's that imports it, it only has to export `open`.
 */
export function serveSession(open: OpenSession): OpenSession {
  if (Error.stackTraceLimit < 50) Error.stackTraceLimit = 50; // V8's ten may not reach down to the user's own lines
  if ("WorkerGlobalScope" in globalThis && self.name === "bml") {
    expose({
      ready: true, // what the page asks for first, to know that this file runs
      open: async (...args: Parameters<OpenSession>) => proxy(await open(...args)),
    });
  }
  return open;
}
