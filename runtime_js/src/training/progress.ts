/** What a fit says of its progress: at most ten batch events a second, the last of each epoch always. */

import type { Logs } from "../app/contract.js";
import type { Control } from "./control.js";

export class Progress {
  readonly #control: Control;
  readonly #epochs: number;
  readonly #batches: number;
  readonly #start: number;
  #validationGuess: number; // in steps
  #reported = -Infinity;
  #steps = 0;
  #firstStep = 0; // when it was done: it warms up caches and shaders, and says little of the others
  #validated = 0; // ms in all
  #validations = 0;

  constructor(control: Control, epochs: number, batches: number, validationBatches: number) {
    this.#control = control;
    this.#epochs = epochs;
    this.#batches = batches;
    this.#validationGuess = validationBatches / 3; // the forward third of a training step
    this.#start = performance.now() - control.pausedFor;
    control.emit({ type: "start", epochs, stepsPerEpoch: batches });
  }

  /** Milliseconds since the start, without pauses. */
  get #elapsed(): number {
    return performance.now() - this.#start - this.#control.pausedFor;
  }

  batch(epoch: number, logs: Logs): void {
    const elapsed = this.#elapsed, batches = this.#batches;
    const batch = ++this.#steps - (epoch - 1) * batches;
    this.#firstStep ||= elapsed;
    this.#control.watch(logs, `in epoch ${epoch}, batch ${batch}`);
    if (batch < batches && elapsed - this.#reported < 100) return;
    this.#reported = elapsed;
    const step = this.#steps > 1
      ? (elapsed - this.#validated - this.#firstStep) / (this.#steps - 1)
      : performance.now() - this.#control.passed; // elapsed holds the time that the data took to load
    const validation = this.#validations ? this.#validated / this.#validations : this.#validationGuess * step;
    const remaining = (this.#epochs * batches - this.#steps) * step + (this.#epochs - this.#validations) * validation;
    this.#control.emit({ type: "batch", epoch, batch, batches, elapsed, remaining }, logs);
  }

  async validate(evaluate: () => Promise<Logs>): Promise<Logs> {
    const start = this.#elapsed;
    const logs = await evaluate();
    this.#validated += this.#elapsed - start;
    this.#validations++;
    return logs;
  }

  epoch(epoch: number, logs: Logs): void {
    this.#control.watch(logs, `at the end of epoch ${epoch}`);
    this.#control.emit({ type: "epoch", epoch, epochs: this.#epochs, elapsed: this.#elapsed }, logs);
  }
}
