/** The worker's side: opens the session here and lets the page's thread call it. */

import { expose, proxy } from "comlink";

import type { OpenSession } from "../training/open.js";

export function serveSession(open: OpenSession): void {
  expose({
    ready: true, // what the page asks for first, to know that this file runs
    open: async (...args: Parameters<OpenSession>) => proxy(await open(...args)),
  });
}
