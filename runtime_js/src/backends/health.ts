/** What became of a device. Graphics devices can go away at any moment, and say so outside of any call. */

export class Health {
  /** The first thing that went wrong, once something did. */
  failure: Error | undefined;
  private fail!: (failure: Error) => void;
  /** Rejects with the failure; never resolves. */
  readonly failed = new Promise<never>((_, reject) => (this.fail = reject));

  constructor() {
    // Awaited only while something is read; a failure at another time is no unhandled rejection.
    this.failed.catch(() => undefined);
  }

  report(failure: Error): void {
    this.failure ??= failure;
    this.fail(failure);
  }

  check(): void {
    if (this.failure !== undefined) throw this.failure;
  }
}
