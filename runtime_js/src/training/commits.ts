/**
 * Values of variables that were replaced, kept until the device says that the call which replaced them has worked: webgpu
 * tells later. On the other backends a call that failed has thrown, and nothing is kept.
 */

import type { Backend, Tensor } from "../app/contract.js";

export class Commits {
  readonly #backend: Backend;
  readonly #variables: Map<string, Tensor>;
  readonly #open: Map<string, Tensor>[] = []; // the values before, in the order of the commits
  /** What took commits back, in order. */
  readonly failures: Error[] = [];

  constructor(backend: Backend, variables: Map<string, Tensor>) {
    this.#backend = backend;
    this.#variables = variables;
  }

  /** Takes over the values that the last call has replaced. */
  add(before: Map<string, Tensor>): void {
    const verified = this.#backend.verify();
    if (!verified) return void this.#backend.dispose(...before.values());
    this.#open.push(before);
    verified.then(() => this.#close(before), (error: Error) => this.#takeBack(before, error));
  }

  /** Resolves when all that was committed so far is either good or taken back. */
  async settled(): Promise<void> {
    await this.#backend.verify()?.catch(() => {});
  }

  #close(commit: Map<string, Tensor>): void {
    const place = this.#open.indexOf(commit);
    if (place < 0) return; // taken back with one before it
    this.#open.splice(place, 1);
    this.#backend.dispose(...commit.values());
  }

  #takeBack(commit: Map<string, Tensor>, error: Error): void {
    const place = this.#open.indexOf(commit);
    if (place < 0) return;
    this.failures.push(error);
    for (const before of this.#open.splice(place).reverse()) {
      for (const [name, tensor] of before) {
        this.#backend.dispose(this.#variables.get(name)!);
        this.#variables.set(name, tensor);
      }
    }
  }
}
