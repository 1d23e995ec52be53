/**
 * `numpy.random`: the legacy functions, draw by draw. Source: numpy/random/mtrand.pyx and legacy-distributions.c.
 */

import { ValueError } from "../python/exceptions.js";
import { MersenneTwister, type Stream } from "../random/mt19937.js";
import type { Streams } from "../random/streams.js";
import { allocate, flat, NDArray, product, type Kind } from "./array.js";
import { npArange, sizes } from "./create.js";
import { npItem, npSetItem } from "./indexing.js";

type Shape = number | Number | readonly (number | Number)[] | null;

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
  #drawn(shape: Shape, dtype: Kind, draw: () => number): number | NDArray {
    if (shape === null) return draw();
    const own = sizes(shape);
    const data = allocate(dtype, product(own));
    for (let k = 0; k < data.length; k++) data[k] = draw();
    return new NDArray(dtype, data, own);
  }

  #double(): number {
    const high = this.#words.word() >>> 5, low = this.#words.word() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** Marsaglia's polar method, two at a time. */
  #gauss(): number {
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare !== undefined) return spare;
    for (;;) {
      const x = 2 * this.#double() - 1, y = 2 * this.#double() - 1;
      const r = x * x + y * y;
      if (r >= 1 || r === 0) continue;
      const f = Math.sqrt((-2 * Math.log(r)) / r);
      this.#spare = f * x;
      return f * y;
    }
  }

  /** From 0 to `most`: as many bits as it has, drawn again until they fit. */
  #upTo(most: number): number {
    if (most === 0) return 0;
    const bits = most < 2 ** 32 ? 32 - Math.clz32(most) : 64 - Math.clz32(most / 2 ** 32);
    for (;;) {
      const high = bits > 32 ? (this.#words.word() & (2 ** (bits - 32) - 1)) >>> 0 : 0;
      const low = this.#words.word();
      const value = bits > 32 ? high * 2 ** 32 + low : bits === 32 ? low : low & (2 ** bits - 1);
      if (value <= most) return value;
    }
  }

  random(shape: Shape = null): number | NDArray {
    return this.#drawn(shape, "float64", () => this.#double());
  }

  uniform(low = 0, high = 1, shape: Shape = null): number | NDArray {
    return this.#drawn(shape, "float64", () => low + (high - low) * this.#double());
  }

  normal(mean = 0, deviation = 1, shape: Shape = null): number | NDArray {
    if (deviation < 0) throw new ValueError("scale < 0");
    return this.#drawn(shape, "float64", () => mean + deviation * this.#gauss());
  }

  randn(shape: Shape = null): number | NDArray {
    return this.#drawn(shape, "float64", () => this.#gauss());
  }

  randint(low: number, high: number | null = null, shape: Shape = null, dtype: Kind = "int64"): number | NDArray {
    const [from, to] = high === null ? [0, low] : [low, high];
    if (from >= to) throw new ValueError(high === null && low <= 0 ? "high <= 0" : "low >= high");
    return this.#drawn(shape, dtype, () => from + this.#upTo(to - from - 1));
  }

  /** In place: the items of a list, or an array's along its first axis. */
  shuffle(values: unknown[] | NDArray): void {
    if (values instanceof NDArray) {
      npSetItem(values, npItem(values, this.#order(values.length)) as NDArray, "...");
      return;
    }
    const order = this.#order(values.length).data;
    const before = values.slice();
    for (let k = 0; k < before.length; k++) values[k] = before[order[k]!];
  }

  #order(count: number): NDArray {
    const order = npArange("int64", 0, count);
    for (let k = count - 1; k > 0; k--) {
      const other = this.#upTo(k);
      [order.data[k], order.data[other]] = [order.data[other]!, order.data[k]!];
    }
    return order;
  }

  permutation(values: number | NDArray): NDArray {
    const order = this.#order(values instanceof NDArray ? values.length : values);
    return values instanceof NDArray ? (npItem(values, order) as NDArray) : order;
  }

  /** Places from 0 to `count`. */
  #places(count: number, shape: Shape, replace: boolean, chances: NDArray | null): number | NDArray {
    if (count <= 0) throw new ValueError("a must be greater than 0 unless no samples are taken");
    const p = chances && Float64Array.from(flat(chances));
    if (p) {
      if (p.length !== count) throw new ValueError("'a' and 'p' must have same size");
      if (p.some((each) => !(each >= 0))) throw new ValueError("probabilities are not non-negative");
      if (Math.abs(p.reduce((sum, each) => sum + each, 0) - 1) > 1.5e-8) throw new ValueError("probabilities do not sum to 1");
    }
    if (replace || shape === null) {
      if (!p && !replace) return this.#order(count).data[0]!;
      const sums = p && cumulated(p);
      if (p && !replace) return this.#distinct(p, 1)[0]!;
      return this.#drawn(shape, "int64", () => (sums ? place(sums, this.#double()) : this.#upTo(count - 1)));
    }
    const own = sizes(shape);
    const size = product(own);
    if (size > count) throw new ValueError("Cannot take a larger sample than population when replace is False");
    const found = p ? this.#distinct(p, size) : this.#order(count).data.slice(0, size);
    return new NDArray("int64", Float64Array.from(found), own);
  }

  /** Places without one twice, by their chances. */
  #distinct(chances: Float64Array, size: number): number[] {
    if (chances.filter((each) => each > 0).length < size) throw new ValueError("Fewer non-zero entries in p than size");
    const found: number[] = [];
    while (found.length < size) {
      const drawn = Array.from({ length: size - found.length }, () => this.#double());
      for (const at of found) chances[at] = 0;
      const sums = cumulated(chances);
      found.push(...new Set(drawn.map((value) => place(sums, value))));
    }
    return found;
  }

  choice(values: number | NDArray, shape: Shape = null, replace = true, chances: NDArray | null = null): unknown {
    const places = this.#places(values instanceof NDArray ? values.length : values, shape, replace, chances);
    return values instanceof NDArray ? npItem(values, places) : places;
  }
}

function cumulated(chances: Float64Array): Float64Array {
  let sum = 0;
  const sums = chances.map((each) => (sum += each));
  return sums.map((each) => each / sum);
}

/** The first place whose sum is beyond the value. */
function place(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value < sums[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** `numpy.random` */
export function npRandom(run: Streams): NumpyRandom {
  return run.stream("numpy", (stream) => new NumpyRandom(stream));
}
