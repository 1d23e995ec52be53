/** Numbers for tests, the same in each run. */

export class Seeded {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number from 0 to `n - 1`. */
  below(n: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) | 0;
    return Math.floor(((this.#state >>> 8) / 2 ** 24) * n);
  }

  /** One from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  ints(size: number, from: number, to: number): Int32Array {
    return Int32Array.from({ length: size }, () => this.between(from, to));
  }

  /** float32 from -2 to 2. */
  floats(size: number): Float32Array {
    return Float32Array.from({ length: size }, () => this.below(2 ** 24) / 2 ** 22 - 2);
  }
}
