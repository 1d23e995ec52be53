/** Fall-backs and other things worth knowing, and one banner for what went wrong and what to do about it. */

import type { ProgramError, PythonPlace } from "../errors/locate.js";
import { h } from "./dom.js";

export interface Failure {
  error: unknown;
  message: string;
  advice: string;
  python?: PythonPlace | undefined;
  retry?: { label: string; run: () => void };
}

export interface Notices {
  element: HTMLElement;
  show(notices: readonly string[]): void;
  fail(failure: Failure): void;
  clear(): void;
}

export function notices(): Notices {
  const banner = h("div", { role: "alert" });
  const list = h("ul", { class: "notices", "aria-label": "Notices", hidden: true });
  let shown = "";
  const clear = () => banner.replaceChildren();
  return {
    element: h("div", { class: "messages" }, banner, list),
    show(texts) {
      if (texts.join("\n") === shown) return; // read out once
      shown = texts.join("\n");
      list.hidden = texts.length === 0;
      list.replaceChildren(...texts.map((text) => h("li", {}, text)));
    },
    fail({ error, message, advice, python, retry }) {
      // Whole, with the stack that the banner has no room for. Consoles show the Python line of a text only.
      console.error(python ? (error as Error).stack : error);
      const act = retry && h("button", { type: "button", onclick: () => (clear(), retry.run()) }, retry.label);
      banner.replaceChildren(
        h(
          "div",
          { class: "failure" },
          h("p", {}, h("strong", {}, message), python?.text && sourceLine(python), h("span", {}, advice)),
          h("div", { class: "row" }, act, h("button", { type: "button", class: "quiet", onclick: clear }, "Dismiss")),
        ),
      );
    },
    clear,
  };
}

/** The line of the user's file, with its number. */
function sourceLine({ line, text }: PythonPlace): HTMLElement {
  return h("code", {}, `${line} | ${text.trimStart()}`);
}

/** How browsers say that a part of the program did not arrive; none says what to do. */
const missingModule = /dynamically imported module|importing a module script/i;

/** Names of the runtime's own errors, whose messages are whole sentences. */
const ours = /^((Range|File|Numerics)?Error|Backend\w+)$/;

/** What an error says, and what to do about it. */
export function failure(error: unknown, advice: string): Failure {
  const { name, message, python } = error as ProgramError;
  const missing = "Check the connection, and that the whole output folder was copied to the server; then reload this page.";
  // The messages of Python's exceptions do not tell what they are: "7" is a KeyError's.
  const told = python && !ours.test(name) ? `${name}: ${message}` : message || String(error);
  return { error, message: told, advice: missingModule.test(message) ? missing : advice, python };
}
