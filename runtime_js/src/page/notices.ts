/**
 * Fall-backs and other things worth knowing, and one banner for what went wrong and what to do about it. They lie over
 * the page's lower edge, so that nothing moves when they come and go.
 */

import type { ProgramError, PythonPlace } from "../errors/locate.js";
import { h } from "./dom.js";

/** Characters of a notice; what is longer opens. */
const SHORT = 110;

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
  /** `passing`: it goes with the next input that succeeds. */
  fail(failure: Failure, passing?: boolean): void;
  /** Something else succeeded. */
  pass(): void;
  clear(): void;
}

export function notices(): Notices {
  const banner = h("div", { role: "alert" });
  const list = h("ul", { class: "notices", hidden: true });
  const dismissed = new Set<string>();
  let shown: readonly string[] = [];
  let isPassing = false;
  const clear = () => banner.replaceChildren();

  function draw(): void {
    const open = shown.filter((text) => !dismissed.has(text));
    list.hidden = open.length === 0;
    const rows = new Map([...list.children].map((row) => [row.getAttribute("data-text"), row]));
    list.replaceChildren(...open.map((text) => rows.get(text) ?? notice(text))); // what stands already is not read out again
  }

  function notice(text: string): HTMLElement {
    const dismiss = h("button", { type: "button", class: "quiet", "aria-label": "Dismiss notice", onclick: () => (dismissed.add(text), draw()) }, "✕");
    return h("li", { "data-text": text }, shortened(text), dismiss);
  }

  return {
    element: h("section", { class: "messages", "aria-label": "Messages" }, h("div", {}, banner, h("div", { role: "status" }, list))),
    show(texts) {
      const next = [...new Set(texts)];
      if (next.join("\n") === shown.join("\n")) return;
      for (const text of dismissed) if (!next.includes(text)) dismissed.delete(text); // news, should it come again
      shown = next;
      draw();
    },
    fail({ error, message, advice, python, retry }, passing = false) {
      // Whole, with the stack that the banner has no room for. Consoles show the Python line of a text only.
      console.error(python ? (error as Error).stack : error);
      isPassing = passing;
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
    pass() {
      if (isPassing) clear();
    },
    clear,
  };
}

/** Addresses by their last part; the rest of a long text behind its beginning. */
function shortened(text: string): HTMLElement {
  const short = text.replace(/\bhttps?:\/\/[^\s;,]*\/([^\s;,/]+)/g, "$1");
  if (short.length <= SHORT) return h("p", {}, short);
  const cut = short.lastIndexOf(" ", SHORT);
  const end = cut > SHORT / 2 ? cut : SHORT;
  return h("details", {}, h("summary", {}, `${short.slice(0, end)} …`), h("p", {}, `… ${short.slice(end).trimStart()}`));
}

/** The line of the user's file, with its number. */
function sourceLine({ line, text }: PythonPlace): HTMLElement {
  return h("code", {}, `${line} | ${text.trimStart()}`);
}

/** How browsers say that a part of the program did not arrive; none says what to do. */
const missingModule = /dynamically imported module|importing a module script/i;

/** Names of the runtime's own errors, whose messages are whole sentences. */
const ours = /^((Range|File|Numerics)?Error|Backend\w+)$/;

/** A graphics device or the worker went away, and with it the weights. */
export function isLost(error: unknown): boolean {
  return ["BackendLost", "WorkerEnded"].includes((error as Error | null)?.name ?? "");
}

/** What an error says, and what to do about it. */
export function failure(error: unknown, advice: string): Failure {
  const { name, message, python } = error as ProgramError;
  const missing = "Check the connection, and that the whole output folder was copied to the server; then reload this page.";
  // The messages of Python's exceptions do not tell what they are: "7" is a KeyError's.
  const told = python && !ours.test(name) ? `${name}: ${message}` : message || String(error);
  return { error, message: told, advice: missingModule.test(message) ? missing : advice, python };
}
