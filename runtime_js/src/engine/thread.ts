/**
 * A thread of our kernels: the script of its worker (`threads.ts` is the other side).
 *
 * It imports nothing but what is bundled with it, so that the file stands alone.
 */

import { instantiate } from "./modules.js";
import { fail, type ThreadStart } from "./threads.js";

/** Looks for parts before it sleeps: some tens of microseconds. */
const PATIENCE = 20_000;

self.onmessage = async ({ data: { memory, files, pool, stack } }: MessageEvent<ThreadStart>) => {
  for (;;) {
    const { serve } = await instantiate(memory, files, stack);
    try {
      serve!(pool, PATIENCE);
    } catch (error) {
      fail(memory, pool); // who runs the list says so; the next one may be right
      console.error(error);
    }
  }
};
