/** The parts of a session that are loaded when they are asked for, or when the app brings all of them (app/later.ts). */

export const later = {
  cacheReason: () => import("../cache/reason.js"),
  call: () => import("./call.js"),
  concatenate: () => import("./concatenate.js"),
  report: () => import("./report.js"),
  weights: () => import("./weights.js"),
};

/** What does not arrive is asked for again when it is needed, and told there. */
export function bringLater(): void {
  for (const load of Object.values(later)) load().catch(() => {});
}
