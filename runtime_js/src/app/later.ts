/**
 * The parts of an app that are loaded when they are asked for. A run brings them, and those of the session: a page that is
 * open to train may be offline when it has. They come behind the first step, which they must not hold up.
 */

import type { RunEvent } from "./contract.js";

export const later = {
  call: () => import("./call.js"), // what takes numbers and pictures, and says what does not fit
  locate: () => import("../errors/locate.js"),
};

/** Milliseconds from the first sign of a step. */
const BEHIND = 2000;

/** What a run's events go through; `ofSession` brings the parts of the session. */
export function bringing(ofSession: () => void): (event: RunEvent) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const bring = (): void => {
    clearTimeout(timer);
    ofSession();
    // What does not arrive is asked for again when it is needed, and told there.
    for (const load of Object.values(later)) load().catch(() => {});
  };
  return (event) => {
    if (event.type === "end" && event.reason === "completed") bring();
    else if (event.type !== "start" && event.type !== "end" && timer === undefined) {
      timer = setTimeout(bring, BEHIND);
      (timer as { unref?: () => void }).unref?.(); // Node waits for no timer of ours
    }
  };
}
