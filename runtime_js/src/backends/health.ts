/** Whether a device is still there. Graphics devices can go away at any moment, and say so outside of any call. */

/** Milliseconds: calls of a device that is going away fail before it says so. */
const MOMENT = 200;

export class Health {
  /** How the device was lost, once it was: for good. What goes wrong in one call is an error of that call. */
  failure: Error | undefined;
  readonly #look: () => Error | undefined;
  readonly #waiting = new Set<(failure: Error) => void>();

  /** `look`: asks the device itself, where that can be done. */
  constructor(look: () => Error | undefined = () => undefined) {
    this.#look = look;
  }

  /** Settles as `answer` does, or rejects when the device is lost, which may leave the answer waiting for ever. */
  unlessLost<T>(answer: Promise<T>): Promise<T> {
    // Not Promise.race with one promise for the loss: that would keep every answer for as long as the app lives.
    return new Promise((resolve, reject) => {
      if (this.failure) reject(this.failure);
      this.#waiting.add(reject);
      answer.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  /** How the device was lost, if it turns out to be within a moment. */
  async soon(): Promise<Error | undefined> {
    await this.unlessLost(new Promise((resolve) => setTimeout(resolve, MOMENT))).catch(() => undefined);
    return this.failure;
  }

  report(failure: Error): void {
    this.failure ??= failure;
    for (const reject of this.#waiting) reject(this.failure);
    this.#waiting.clear();
  }

  check(): void {
    const found = this.failure ?? this.#look();
    if (found === undefined) return;
    this.report(found);
    throw this.failure!;
  }
}
