/** `Run`: a script at work, as the page sees it: its events to iterate, its result to await, its reins. */

import { proxy } from "comlink";

import type { Connection } from "../worker/connect.js";
import type { RunEvent } from "./contract.js";

export interface Run extends AsyncIterable<RunEvent>, PromiseLike<unknown> {
  pause(): void;
  resume(): void;
  stop(): void;
}

/** A queue of events that an iterator empties. Of batch events that nobody took yet, only the last is kept; no other is lost. */
class Events {
  readonly #waiting: RunEvent[] = [];
  #wake: (() => void) | undefined;

  push(event: RunEvent): void {
    if (event.type === "batch" && this.#waiting.at(-1)?.type === "batch") this.#waiting.pop();
    this.#waiting.push(event);
    this.#wake?.();
  }

  async *iterate(result: Promise<unknown>): AsyncGenerator<RunEvent> {
    let over = false;
    const finish = (): void => {
      over = true;
      this.#wake?.();
    };
    result.then(finish, finish);
    for (;;) {
      while (this.#waiting.length) yield* this.#waiting.splice(0); // at once: `shift` moves all that wait behind
      if (over) break;
      await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
    await result; // an error of the script is the iterator's too
  }
}

/** Rethrows an error with its Python line. One without it is better than one about the code that looks for it. */
export async function located(error: unknown): Promise<never> {
  await import("../errors/locate.js").then(({ locate }) => locate(error as Error)).catch(() => {});
  throw error;
}

let runs = 0;

export function startRun({ session }: Connection, name: string, args: Record<string, unknown>): Run {
  const id = ++runs;
  const early = new Events(); // what comes before the first iterator, which takes it over
  const watching = new Set<Events>([early]);
  const emit = (event: RunEvent): void => watching.forEach((events) => events.push(event));
  const result = session.run(id, name, args, proxy(emit)).catch(located);
  let first = true;
  return {
    pause: () => void session.command(id, "pause"),
    resume: () => void session.command(id, "resume"),
    stop: () => void session.command(id, "stop"),
    then: (...handlers) => result.then(...handlers),
    async *[Symbol.asyncIterator]() {
      const events = first ? early : new Events();
      first = false;
      watching.add(events);
      try {
        yield* events.iterate(result);
      } finally {
        watching.delete(events);
      }
    },
  };
}
