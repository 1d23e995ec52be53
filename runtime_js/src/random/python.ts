/** Python's `random`. Algorithms: Lib/random.py and Modules/_randommodule.c of CPython 3.11. */

import { IndexError, ValueError } from "../python/exceptions.js";
import { int } from "../python/numbers.js";
import { MersenneTwister, type Stream } from "./mt19937.js";

function bitLength(n: number): number {
  return n < 2 ** 32 ? 32 - Math.clz32(n) : 64 - Math.clz32(n / 2 ** 32);
}

export class PythonRandom {
  #words: MersenneTwister;
  #spare: number | undefined; // the second number of a pair of `gauss`

  constructor(stream: Stream) {
    this.#words = MersenneTwister.at(stream, MersenneTwister.ofPython);
    this.#spare = stream.spare;
  }

  seed(seed: number): void {
    if (!Number.isSafeInteger(seed)) throw new ValueError(`random.seed expects a whole number within 2**53, received ${seed}`);
    this.#words = MersenneTwister.ofPython(seed);
    this.#spare = undefined;
  }

  /** A multiple of 2^-53 in [0, 1). */
  random(): number {
    return this.#words.double();
  }

  /** A whole number below n, n up to 2^53: as many bits as n has, drawn again until they fit. */
  #below(n: number): number {
    const bits = bitLength(n);
    let drawn: number;
    do {
      drawn = bits <= 32 ? this.#words.word() >>> (32 - bits) : this.#words.word() + (this.#words.word() >>> (64 - bits)) * 2 ** 32;
    } while (drawn >= n);
    return drawn;
  }

  uniform(a: number, b: number): number {
    return a + (b - a) * this.random();
  }

  randint(a: number, b: number): number {
    return this.randrange(a, b + 1);
  }

  randrange(startOrStop: number, end?: number, step = 1): number {
    if (end === undefined) {
      if (startOrStop > 0) return this.#below(startOrStop);
      throw new ValueError("empty range for randrange()");
    }
    const start = startOrStop;
    const width = int(end - start);
    if (step === 1) {
      if (width > 0) return start + this.#below(width);
      throw new ValueError(`empty range for randrange() (${start}, ${end}, ${width})`);
    }
    if (step === 0) throw new ValueError("zero step for randrange()");
    const count = Math.ceil(width / step);
    if (count <= 0) throw new ValueError("empty range for randrange()");
    return start + step * this.#below(count);
  }

  choice<T>(population: ArrayLike<T>): T {
    if (!population.length) throw new IndexError("Cannot choose from an empty sequence");
    return population[this.#below(population.length)]!;
  }

  choices<T>(population: ArrayLike<T>, weights?: ArrayLike<number> | null, k = 1): T[] {
    const n = population.length;
    if (weights && weights.length !== n) throw new ValueError("The number of weights does not match the population");
    if (!n && (weights || k > 0)) throw new IndexError("list index out of range");
    if (!weights) {
      return Array.from({ length: k }, () => population[Math.floor(this.random() * n)]!);
    }
    let sum = 0;
    const sums = Array.from(weights, (weight) => sum += weight);
    if (!(sum > 0)) throw new ValueError("Total of weights must be greater than zero");
    if (sum === Infinity) throw new ValueError("Total of weights must be finite");
    return Array.from({ length: k }, () => {
      const mark = this.random() * sum;
      let low = 0, high = n - 1; // the first sum beyond the mark, the last one at most
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (mark < sums[middle]!) high = middle;
        else low = middle + 1;
      }
      return population[low]!;
    });
  }

  sample<T>(population: ArrayLike<T>, k: number): T[] {
    const n = population.length;
    if (k < 0 || k > n) throw new ValueError("Sample larger than population or is negative");
    const setSize = 21 + (k > 5 ? 4 ** Math.ceil(Math.log(k * 3) / Math.log(4)) : 0);
    if (n <= setSize) {
      const pool = Array.from(population);
      return Array.from({ length: k }, (_, i) => {
        const at = this.#below(n - i);
        const drawn = pool[at]!;
        pool[at] = pool[n - i - 1]!;
        return drawn;
      });
    }
    const selected = new Set<number>();
    while (selected.size < k) selected.add(this.#below(n)); // one that is there already is drawn again
    return Array.from(selected, (at) => population[at]!);
  }

  /** In place. */
  shuffle(list: unknown[]): void {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.#below(i + 1);
      [list[i], list[j]] = [list[j], list[i]];
    }
  }

  gauss(mu = 0, sigma = 1): number {
    let z = this.#spare;
    this.#spare = undefined;
    if (z === undefined) {
      const angle = this.random() * 2 * Math.PI, radius = Math.sqrt(-2 * Math.log(1 - this.random()));
      z = Math.cos(angle) * radius;
      this.#spare = Math.sin(angle) * radius;
    }
    return mu + z * sigma;
  }

  normalvariate(mu = 0, sigma = 1): number {
    for (;;) {
      const u1 = this.random(), u2 = 1 - this.random();
      const z = (NORMAL * (u1 - 0.5)) / u2;
      if ((z * z) / 4 <= -Math.log(u2)) return mu + z * sigma;
    }
  }

  expovariate(lambd = 1): number {
    return -Math.log(1 - this.random()) / lambd;
  }

  triangular(low = 0, high = 1, mode: number | null = null): number {
    const u = this.random();
    if (high === low) return low;
    const c = mode === null ? 0.5 : (mode - low) / (high - low);
    return u > c ? high + (low - high) * Math.sqrt((1 - u) * (1 - c)) : low + (high - low) * Math.sqrt(u * c);
  }

  getrandbits(bits: number): number {
    if (bits < 0) throw new ValueError("number of bits must be non-negative");
    let value = 0;
    for (let k = 0; k < bits; k += 32) value += (this.#words.word() >>> Math.max(32 - (bits - k), 0)) * 2 ** k;
    return int(value);
  }
}

const NORMAL = (4 * Math.exp(-0.5)) / Math.sqrt(2);
