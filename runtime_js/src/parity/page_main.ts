/** The harness in a page: Playwright calls `window.bmlParity`. */
import { harness, type Modules } from "./harness.js";

export function main(modules: Modules): void {
  Object.assign(globalThis, { bmlParity: harness(modules) });
}
