/**
 * `numpy.random`: the legacy functions, draw by draw. Source: numpy/random/mtrand.pyx and legacy-distributions.c.
 */

import { ValueError } from "../python/exceptions.js";
import { MersenneTwister, type Stream } from "../random/mt19937.js";
import { streamOf } from "../random/streams.js";
import type { ScriptRun } from "../training/script_run.js";
import { flat, NDArray, product, range, vector, type Kind, type Value } from "./array.js";
import { sizes, type Sizes } from "./create.js";
import { npItem, npSetItem } from "./indexing.js";
import { npSearchsorted } from "./sorting.js";

type Drawn = number | NDArray;

class NumpyRandom {
  #words: MersenneTwister;
  #spare: number | undefined; // the second normal of a pair

  constructor(stream: Stream) {
    this.#words = MersenneTwister.at(stream, MersenneTwister.ofNumpy);
    this.#spare = stream.spare;
  }

  seed(seed: number): void {
    if (!(seed >= 0 && seed < 2 ** 32)) throw new ValueError("Seed must be between 0 and 2**32 - 1");
    this.#words = MersenneTwister.ofNumpy(seed);
    this.#spare = undefined;
  }

  /** One number, or an array of them in C's order. */
  #drawn(shape: Sizes | null, draw: () => number, dtype: Kind = "float64"): Drawn {
    if (shape === null) return draw();
    const own = sizes(shape);
    return new NDArray(dtype, new Float64Array(product(own)).map(draw), own);
  }

  /** Marsaglia's polar method, two at a time. */
  #gauss(): number {
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare !== undefined) return spare;
    for (;;) {
      const x = 2 * this.#words.double() - 1, y = 2 * this.#words.double() - 1;
      const r = x * x + y * y;
      if (r >= 1 || r === 0) continue;
      const f = Math.sqrt((-2 * Math.log(r)) / r);
      this.#spare = f * x;
      return f * y;
    }
  }

  /** From 0 to `most`: as many bits as it has, drawn again until they fit. */
  #upTo(most: number): number {
    const high = Math.floor(most / 2 ** 32);
    const bits = (value: number): number => 2 ** (32 - Math.clz32(value)) - 1;
    for (let value = Infinity; most > 0;) {
      const above = high ? (this.#words.word() & bits(high)) >>> 0 : 0;
      value = above * 2 ** 32 + ((this.#words.word() & (high ? -1 : bits(most))) >>> 0);
      if (value <= most) return value;
    }
    return 0;
  }

  random(shape: Sizes | null = null): Drawn {
    return this.uniform(0, 1, shape);
  }

  uniform(low = 0, high = 1, shape: Sizes | null = null): Drawn {
    return this.#drawn(shape, () => low + (high - low) * this.#words.double());
  }

  randn(shape: Sizes | null = null): Drawn {
    return this.normal(0, 1, shape);
  }

  normal(mean = 0, deviation = 1, shape: Sizes | null = null): Drawn {
    if (deviation < 0) throw new ValueError("scale < 0");
    return this.#drawn(shape, () => mean + deviation * this.#gauss());
  }

  randint(low: number, high: number | null = null, shape: Sizes | null = null): Drawn {
    const [from, to] = high === null ? [0, low] : [low, high];
    if (from >= to) throw new ValueError(high === null ? "high <= 0" : "low >= high");
    return this.#drawn(shape, () => from + this.#upTo(to - from - 1), "int64");
  }

  /** In place: the items of a list, or an array's along its first axis. */
  shuffle(values: unknown[] | NDArray): void {
    const order = this.#order(values.length);
    if (values instanceof NDArray) npSetItem(values, npItem(values, vector("int64", order)), "...");
    else values.splice(0, values.length, ...order.map((place) => values[place]));
  }

  #order(count: number): number[] {
    const order = range(count);
    for (let k = count - 1; k > 0; k--) {
      const other = this.#upTo(k);
      [order[k], order[other]] = [order[other]!, order[k]!];
    }
    return order;
  }

  permutation(values: Drawn): Value {
    const order = vector("int64", this.#order(values instanceof NDArray ? values.length : values));
    return values instanceof NDArray ? npItem(values, order) : order;
  }

  /** Of numbers below an int, or of an array's items. */
  choice(values: Drawn, shape: Sizes | null = null, replace = true, chances: NDArray | null = null): Drawn | Value {
    const count = values instanceof NDArray ? values.length : values;
    const own = shape === null ? [] : sizes(shape);
    const found = new NDArray("int64", Float64Array.from(this.#places(count, product(own), replace, chances)), own);
    const places = shape === null ? found.data[0]! : found;
    return values instanceof NDArray ? npItem(values, places) : places;
  }

  #places(count: number, size: number, replace: boolean, chances: NDArray | null): number[] {
    if (count <= 0) throw new ValueError("a must be greater than 0 unless no samples are taken");
    const p = chances && Array.from(flat(chances));
    if (p) {
      if (p.length !== count) throw new ValueError("'a' and 'p' must have same size");
      if (p.some((each) => !(each >= 0))) throw new ValueError("probabilities are not non-negative");
      if (Math.abs(p.reduce((sum, each) => sum + each, 0) - 1) > 1.5e-8) throw new ValueError("probabilities do not sum to 1");
    }
    const draws = (many: number): number[] => range(many).map(() => this.#words.double());
    if (replace) return p ? placed(p, draws(size)) : range(size).map(() => this.#upTo(count - 1));
    if (size > count) throw new ValueError("Cannot take a larger sample than population when replace is False");
    if (!p) return this.#order(count).slice(0, size);
    if (p.filter((each) => each > 0).length < size) throw new ValueError("Fewer non-zero entries in p than size");
    const found: number[] = []; // no place twice
    while (found.length < size) {
      const drawn = draws(size - found.length);
      for (const at of found) p[at] = 0;
      found.push(...new Set(placed(p, drawn)));
    }
    return found;
  }
}

/** The first places at which the chances before sum up to more than each draw. */
function placed(chances: readonly number[], draws: readonly number[]): number[] {
  let sum = 0;
  const sums = chances.map((each) => (sum += each)).map((each) => each / sum);
  return Array.from(flat(npSearchsorted(vector("float64", sums), vector("float64", draws), true) as NDArray));
}

/** `numpy.random` */
export function npRandom(run: ScriptRun): NumpyRandom {
  return streamOf(run, "numpy", NumpyRandom);
}
