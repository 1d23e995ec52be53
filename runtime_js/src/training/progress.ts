/** What a fit says of its progress: at most ten batch events a second, the last of each epoch always. */

import type { Logs } from "../app/contract.js";
import type { Control } from "./control.js";

export class Progress {
  readonly #start = performance.now();
  readonly #pausedBefore: number;
  #reported = 0;
  #steps = 0;
  #firstStep = 0; // when it was done: it warms up caches and shaders, and says little of the others
  #validation = 0; // ms in all
  #validations = 0;

  constructor(
    private readonly control: Control, private readonly epochs: number, private readonly batches: number,
    private readonly validationBatches: number,
  ) {
    this.#pausedBefore = control.pausedFor;
    control.emit({ type: "start", epochs, stepsPerEpoch: batches });
  }

  /** Milliseconds since the start, without pauses. */
  get elapsed(): number {
    return performance.now() - this.#start - (this.control.pausedFor - this.#pausedBefore);
  }

  batch(epoch: number, batch: number, logs: Logs): void {
    const { elapsed, batches } = this;
    this.#steps++;
    this.#firstStep ||= elapsed;
    if (batch < batches && elapsed - this.#reported < 100 && this.#steps > 1) return;
    this.#reported = elapsed;
    this.control.emit({ type: "batch", epoch, batch, batches, elapsed, remaining: this.#remaining(elapsed) }, logs);
  }

  #remaining(elapsed: number): number {
    const step = this.#steps > 1
      ? (elapsed - this.#validation - this.#firstStep) / (this.#steps - 1)
      : elapsed;
    // Until one was timed, a validation step counts as the forward third of a training step.
    const validation = this.#validations ? this.#validation / this.#validations : this.validationBatches * step / 3;
    return (this.epochs * this.batches - this.#steps) * step + (this.epochs - this.#validations) * validation;
  }

  async validate(evaluate: () => Promise<Logs>): Promise<Logs> {
    const start = this.elapsed;
    const logs = await evaluate();
    this.#validation += this.elapsed - start;
    this.#validations++;
    return logs;
  }

  epoch(epoch: number, logs: Logs): void {
    this.control.emit({ type: "epoch", epoch, epochs: this.epochs, elapsed: this.elapsed }, logs);
  }
}
