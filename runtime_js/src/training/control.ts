/** The reins of one run: pause, resume, stop, and the events on their way to whoever watches. */

import type { Logs, RunEvent, Values } from "../app/contract.js";
import { Stopped } from "../python/catching.js";
import { divergence } from "./divergence.js";
import { yieldIsDue, yieldToEvents } from "./yield.js";

export type Command = "pause" | "resume" | "stop";

type Fields<E> = E extends { type: string } ? Omit<E, "logs"> : never;

export class Control {
  readonly #emit: (event: RunEvent) => unknown;
  /** Thrown at the next step of a stopped run, so that scripts unwind and free what they hold. */
  readonly #stopped: Stopped;
  readonly #aborter = new AbortController();
  /** Ends the downloads that only a run waits for, when it is stopped. */
  readonly signal = this.#aborter.signal;
  #state: Command = "resume";
  #diverged = false;
  #wake = (): void => {};
  readonly #waiting = new Set<(reason: Error) => void>();
  /** When the gate was last passed: when the last step began. */
  passed = 0;
  /** Milliseconds spent paused. */
  pausedFor = 0;

  constructor(emit: (event: RunEvent) => unknown, stopped = "The run was stopped.") {
    this.#emit = emit;
    this.#stopped = new Stopped(stopped);
  }

  /** Sends an event, each log also as a field of it. */
  emit(event: Fields<RunEvent>, logs: Logs = {}): unknown {
    return this.#emit({ ...logs, ...event, logs } as RunEvent);
  }

  /** Sends an event as it is. */
  send(event: RunEvent): unknown {
    return this.#emit(event);
  }

  /** Tells, once a run, that a log is NaN or infinite; the later ones follow from it. `where`: "in epoch 1, batch 3". */
  watch(logs: Values, where: string): void {
    if (this.#diverged) return;
    const found = divergence(logs, where);
    if (!found) return;
    this.#diverged = true;
    this.emit({ type: "notice", text: found.text }, found.logs);
  }

  /** Whether `gate` has something to do before the next step. */
  get due(): boolean {
    return this.#state !== "resume" || yieldIsDue();
  }

  /** Runs a script to its end, or to where it was stopped. */
  async run(script: () => unknown): Promise<unknown> {
    let result: unknown;
    let reason: "completed" | "stopped" = "completed";
    try {
      await yieldToEvents(); // whoever asks for a run and stops it at once finds that it has not begun
      await this.gate();
      result = await script();
    } catch (error) {
      if (error !== this.#stopped) throw error;
      reason = "stopped";
    }
    await this.emit({ type: "end", reason }); // so that it arrives before the result does
    return result;
  }

  command(command: Command): void {
    if (this.#state !== "stop") this.#state = command;
    if (command === "stop") for (const reject of this.#waiting) reject(this.#stopped);
    this.#wake();
    if (command === "stop") this.#aborter.abort(this.#stopped);
  }

  /** Waits for something that takes long, a download say, but not beyond a stop. */
  unlessStopped<T>(promise: Promise<T>): Promise<T> {
    // Not Promise.race with one promise for the stop: that would keep what every read gave for as long as the run lasts.
    return new Promise((resolve, reject) => {
      if (this.#state === "stop") reject(this.#stopped);
      this.#waiting.add(reject);
      promise.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  /** Between two steps: lets other calls have their turn, waits while paused, throws when stopped. */
  async gate(): Promise<void> {
    if (yieldIsDue()) await yieldToEvents();
    if (this.#state === "pause") {
      const start = performance.now();
      this.emit({ type: "paused" });
      while (this.#state === "pause") await new Promise<void>((resolve) => { this.#wake = resolve; });
      this.pausedFor += performance.now() - start;
      if (this.#state === "resume") this.emit({ type: "resumed" });
    }
    if (this.#state === "stop") throw this.#stopped;
    this.passed = performance.now();
  }
}
