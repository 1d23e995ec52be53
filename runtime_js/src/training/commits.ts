/**
 * Values of variables that were replaced, kept until the device says that the call which replaced them has worked: webgpu
 * tells later. On the other backends a call that failed has thrown, and nothing is kept.
 */

import type { Backend, Tensor } from "../app/contract.js";
import type { Owner } from "../memory/instance.js";

/** A variable with its value before. */
export type Replaced = [tensor: Tensor, variables: Owner, name: string];

export class Commits {
  readonly #backend: Backend;
  readonly #open: Replaced[][] = []; // the values before, in the order of the commits
  /** What took commits back, in order. */
  readonly failures: Error[] = [];

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Takes over the values that the last call has replaced. */
  add(before: Replaced[]): void {
    const verified = this.#backend.verify();
    if (!verified) return this.#free(before);
    this.#open.push(before);
    verified.then(() => this.#close(before), (error: Error) => this.#takeBack(before, error));
  }

  /** Resolves when all that was committed so far is either good or taken back. */
  async settled(): Promise<void> {
    await this.#backend.verify()?.catch(() => {});
  }

  #close(commit: Replaced[]): void {
    const place = this.#open.indexOf(commit);
    if (place >= 0) this.#free(this.#open.splice(place, 1)[0]!); // else it was taken back with one before it
  }

  #free(commit: Replaced[]): void {
    this.#backend.dispose(...commit.map(([tensor]) => tensor));
  }

  #takeBack(commit: Replaced[], error: Error): void {
    const place = this.#open.indexOf(commit);
    if (place < 0) return;
    this.failures.push(error);
    for (const before of this.#open.splice(place).reverse()) {
      for (const [tensor, variables, name] of before) {
        const failed = variables.get(name);
        this.#backend.dispose(failed ?? tensor); // what a script made may be gone by now, with the variable in it
        if (failed) variables.set(name, tensor);
      }
    }
  }
}
