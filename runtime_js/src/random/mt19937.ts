/**
 * The generator under Python's `random` and NumPy's legacy functions, word for word.
 * Source: Matsumoto and Nishimura 1998, as Modules/_randommodule.c of CPython and numpy/random/src/mt19937 have it.
 */

const SIZE = 624;
const AHEAD = 397;

/** Where a stream stands: as its seed and how many words were drawn since, or as the state itself. */
export type Stream =
  & ({ readonly seed: number; readonly words: number } | { readonly state: readonly number[]; readonly at: number })
  & { readonly spare?: number }; // the second normal of a pair

export class MersenneTwister {
  #state = new Uint32Array(SIZE);
  #at = SIZE;

  /** As `numpy.random.seed(seed)` begins. */
  static ofNumpy(seed: number): MersenneTwister {
    const generator = new MersenneTwister();
    generator.#fill(seed);
    return generator;
  }

  /** As `random.seed(seed)` begins, of an int. */
  static ofPython(seed: number): MersenneTwister {
    const generator = new MersenneTwister();
    const state = generator.#state;
    const key: number[] = [];
    let rest = Math.abs(seed);
    do {
      key.push(rest % 2 ** 32);
      rest = Math.floor(rest / 2 ** 32);
    } while (rest > 0);
    generator.#fill(19650218);
    let i = 1;
    const mix = (factor: number, more: number): void => {
      const before = state[i - 1]!;
      state[i] = (state[i]! ^ Math.imul(before ^ (before >>> 30), factor)) + more;
      if (++i === SIZE) {
        state[0] = state[SIZE - 1]!;
        i = 1;
      }
    };
    const count = Math.max(SIZE, key.length);
    for (let k = 0; k < count; k++) mix(1664525, key[k % key.length]! + (k % key.length));
    for (let k = 1; k < SIZE; k++) mix(1566083941, -i);
    state[0] = 0x80000000;
    return generator;
  }

  /** A stream that goes on where another one stood. */
  static at(stream: Stream, begin: (seed: number) => MersenneTwister): MersenneTwister {
    if ("seed" in stream) {
      const generator = begin(stream.seed);
      for (let k = 0; k < stream.words; k++) generator.word();
      return generator;
    }
    const generator = new MersenneTwister();
    generator.#state.set(stream.state);
    generator.#at = stream.at;
    return generator;
  }

  #fill(seed: number): void {
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < SIZE; i++) state[i] = Math.imul(state[i - 1]! ^ (state[i - 1]! >>> 30), 1812433253) + i;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < SIZE; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % SIZE]! & 0x7fffffff);
      state[i] = state[(i + AHEAD) % SIZE]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#at = 0;
  }

  /** 32 bits. */
  word(): number {
    if (this.#at === SIZE) this.#twist();
    let y = this.#state[this.#at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A multiple of 2^-53 in [0, 1). */
  double(): number {
    const high = this.word() >>> 5, low = this.word() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }
}
