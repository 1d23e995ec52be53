/** The parts of a page that show what a run gave: brought when it begins, since the page may be offline when it ends. */
export function bringLater(): void {
  for (const load of [() => import("./answer.js"), () => import("./photo.js"), () => import("./report_view.js")]) {
    load().catch(() => {}); // asked for again when it is needed, and told there
  }
}
