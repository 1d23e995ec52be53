/** The parts of an app that are loaded when they are asked for; a run brings them, as it does those of a session. */

export const later = {
  call: () => import("./call.js"), // what takes numbers and pictures
  locate: () => import("../errors/locate.js"),
};

export function bringLater(): void {
  for (const load of Object.values(later)) load().catch(() => {});
}
