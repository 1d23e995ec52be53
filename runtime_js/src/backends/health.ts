/** Whether a device is still there. Graphics devices can go away at any moment, and say so outside of any call. */

/** Milliseconds: calls of a device that is going away fail before it says so. */
const MOMENT = 200;

export class Health {
  /** How the device was lost, once it was: for good. What goes wrong in one call is an error of that call. */
  failure: Error | undefined;
  readonly #look: () => Error | undefined;
  #fail!: (failure: Error) => void;
  /** Rejects with the failure; never resolves. */
  readonly failed = new Promise<never>((_, reject) => (this.#fail = reject));

  /** `look`: asks the device itself, where that can be done. */
  constructor(look: () => Error | undefined = () => undefined) {
    this.#look = look;
    // Awaited only while something is read; a failure at another time is no unhandled rejection.
    this.failed.catch(() => undefined);
  }

  /** How the device was lost, if it turns out to be within a moment. */
  async soon(): Promise<Error | undefined> {
    await Promise.race([this.failed, new Promise((resolve) => setTimeout(resolve, MOMENT))]).catch(() => undefined);
    return this.failure;
  }

  report(failure: Error): void {
    this.failure ??= failure;
    this.#fail(failure);
  }

  check(): void {
    const found = this.failure ?? this.#look();
    if (found === undefined) return;
    this.report(found);
    throw this.failure!;
  }
}
