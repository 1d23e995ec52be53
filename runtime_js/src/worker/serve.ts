/** The worker's side: opens the session here and lets the page's thread call it. */

import { expose, proxy } from "comlink";

import type { OpenSession } from "../training/open.js";

/**
 * Serves if this file runs as our worker, which the entry names "bml". On a page's thread, or in a worker of somebody
 * else's that imports it, it only has to export `open`.
 */
export function serveSession(open: OpenSession): OpenSession {
  if ("WorkerGlobalScope" in globalThis && self.name === "bml") {
    Error.stackTraceLimit = 50; // of V8's: the user's own line may lie below more than the usual ten
    expose({
      ready: true, // what the page asks for first, to know that this file runs
      open: async (...args: Parameters<OpenSession>) => proxy(await open(...args)),
    });
  }
  return open;
}
