/** The reins of one run: pause, resume, stop, and the events on their way to whoever watches. */

import type { Logs, RunEvent } from "../app/contract.js";
import { yieldToEvents } from "./yield.js";

/** Thrown at the next step of a stopped run, so that scripts unwind and free what they hold. */
export class Stopped extends Error {
  override name = "Stopped";
}

export type Command = "pause" | "resume" | "stop";

type Fields<E> = E extends { type: string } ? Omit<E, "logs"> : never;

export class Control {
  readonly #emit: (event: RunEvent) => unknown;
  #paused = false;
  #stopped = false;
  #wake: (() => void) | undefined;
  #stop!: (reason: Stopped) => void;
  readonly #whenStopped = new Promise<never>((_, reject) => { this.#stop = reject; });
  #yielded = 0;
  /** Milliseconds spent paused. */
  pausedFor = 0;

  constructor(emit: (event: RunEvent) => unknown) {
    this.#emit = emit;
    this.#whenStopped.catch(() => {});
  }

  /** Sends an event, each log also as a field of it. */
  emit(event: Fields<RunEvent>, logs: Logs = {}): unknown {
    return this.#emit({ ...logs, ...event, logs } as RunEvent);
  }

  command(command: Command): void {
    if (command === "stop") {
      this.#stopped = true;
      this.#stop(new Stopped("The run was stopped."));
    } else this.#paused = command === "pause";
    this.#wake?.();
  }

  /** Waits for something that takes long, a download say, but not beyond a stop. */
  unlessStopped<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#whenStopped]);
  }

  /** Between two steps: lets other calls have their turn, waits while paused, throws when stopped. */
  async gate(): Promise<void> {
    if (performance.now() - this.#yielded > 4) {
      await yieldToEvents();
      this.#yielded = performance.now();
    }
    if (this.#paused && !this.#stopped) {
      const start = performance.now();
      this.emit({ type: "paused" });
      while (this.#paused && !this.#stopped) await new Promise<void>((resolve) => { this.#wake = resolve; });
      this.pausedFor += performance.now() - start;
      if (!this.#stopped) this.emit({ type: "resumed" });
    }
    if (this.#stopped) throw new Stopped("The run was stopped.");
  }
}
