/** The title, the backend in use and what it holds in memory. */

import type { App, Memory } from "./contract.js";
import { h, setText } from "./dom.js";
import { fileSize } from "./format.js";

export interface Header {
  element: HTMLElement;
  showApp(app: App | null): void;
  showMemory(memory: Memory | null): void;
}

export function header(title: string, source: string, level: "h1" | "h2"): Header {
  const backend = h("dd", {}, "starting");
  const memory = h("dd", { class: "figure" }, "–");
  const element = h(
    "header",
    {},
    h("div", {}, h(level, { class: "title" }, title), h("p", { class: "muted" }, "Compiled from ", h("code", {}, source), ". Everything runs on this device.")),
    h(
      "dl",
      { class: "facts" },
      h("div", {}, h("dt", {}, "Backend"), backend),
      h("div", {}, h("dt", {}, "Memory"), memory),
    ),
  );
  return {
    element,
    showApp(app) {
      backend.replaceChildren(
        ...(app ? [h("strong", {}, app.backend), " ", h("span", { class: "muted" }, app.description)] : ["none"]),
      );
    },
    showMemory(now) {
      setText(memory, now ? `${fileSize(now.liveBytes)} in ${now.liveTensors} tensors` : "–");
    },
  };
}
