import type { RunEvent } from "./contract.js";

/** More than anybody reads, and less than a page feels: about 4 MB. */
const MOST_WAITING = 10_000;

/**
 * A queue of a run's events that an iterator empties. Of batch events that nobody took yet only the last is kept. Of more
 * than ten thousand others the oldest go; an event in their place says how many.
 */
export class Events {
  #waiting: RunEvent[] = [];
  #dropped = 0;
  #wake: (() => void) | undefined;

  push(event: RunEvent): void {
    const waiting = this.#waiting;
    if (event.type === "batch" && waiting.at(-1)?.type === "batch") waiting.pop();
    if (waiting.length === MOST_WAITING) this.#dropped += waiting.splice(0, MOST_WAITING / 10).length; // seldom, since it moves the rest
    waiting.push(event);
    this.#wake?.();
  }

  #take(): RunEvent[] {
    const taken = this.#waiting;
    if (this.#dropped) taken.unshift({ type: "dropped", count: this.#dropped, logs: {} });
    this.#waiting = [];
    this.#dropped = 0;
    return taken;
  }

  async *iterate(result: Promise<unknown>): AsyncGenerator<RunEvent> {
    let over = false;
    const finish = (): void => {
      over = true;
      this.#wake?.();
    };
    result.then(finish, finish);
    for (;;) {
      while (this.#waiting.length) yield* this.#take(); // at once: `shift` moves all that wait behind
      if (over) break;
      await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
    await result; // an error of the script is the iterator's too
  }
}
