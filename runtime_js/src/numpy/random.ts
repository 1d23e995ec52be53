/**
 * `numpy.random`: the legacy functions, draw by draw. Source: numpy/random/mtrand.pyx and legacy-distributions.c.
 */

import { ValueError } from "../python/exceptions.js";
import { MersenneTwister, type Stream } from "../random/mt19937.js";
import { streamOf } from "../random/streams.js";
import type { ScriptRun } from "../training/script_run.js";
import { flat, made, NDArray, product, range, vector, type Kind, type Value } from "./array.js";
import { sizes, type Sizes } from "./create.js";
import { npItem, npSetItem } from "./indexing.js";

type Drawn = number | NDArray;

/** The words, and the second normal of a pair. */
class Draws {
  words: MersenneTwister;
  spare: number | undefined;

  constructor(stream: Stream) {
    this.words = MersenneTwister.at(stream, MersenneTwister.ofNumpy);
    this.spare = stream.spare;
  }
}

function drawsOf(run: ScriptRun): Draws {
  return streamOf(run, "numpy", Draws);
}

/** One number, or an array of them in C's order. */
function drawn(shape: Sizes | null, draw: (k: number) => number, dtype: Kind = "float64"): Drawn {
  return shape === null ? draw(0) : made(dtype, sizes(shape), draw);
}

/** `numpy.random.seed(seed)` */
export function npSeed(run: ScriptRun, seed: number): void {
  if (!(seed >= 0 && seed < 2 ** 32)) throw new ValueError("Seed must be between 0 and 2**32 - 1");
  Object.assign(drawsOf(run), new Draws({ seed, words: 0 }));
}

/** `numpy.random.uniform(low, high, shape)` */
export function npUniform(run: ScriptRun, low = 0, high = 1, shape: Sizes | null = null): Drawn {
  const { words } = drawsOf(run);
  return drawn(shape, () => low + (high - low) * words.double());
}

/** `numpy.random.normal(mean, deviation, shape)`, by Marsaglia's polar method, two at a time. */
export function npNormal(run: ScriptRun, mean = 0, deviation = 1, shape: Sizes | null = null): Drawn {
  if (deviation < 0) throw new ValueError("scale < 0");
  const draws = drawsOf(run);
  const signed = (): number => 2 * draws.words.double() - 1;
  return drawn(shape, () => {
    let normal = draws.spare;
    draws.spare = undefined;
    while (normal === undefined) {
      const [x, y] = [signed(), signed()];
      const r = x * x + y * y;
      if (r >= 1 || r === 0) continue;
      const f = Math.sqrt((-2 * Math.log(r)) / r);
      draws.spare = f * x;
      normal = f * y;
    }
    return mean + deviation * normal;
  });
}

/** From 0 to `most`: as many bits as it has, drawn again until they fit. */
function upTo(run: ScriptRun, most: number): number {
  const { words } = drawsOf(run);
  const high = Math.floor(most / 2 ** 32);
  const masked = (value: number): number => (words.word() & (2 ** (32 - Math.clz32(value)) - 1)) >>> 0;
  for (let value = Infinity; most > 0;) {
    value = (high && masked(high) * 2 ** 32) + masked(high ? -1 : most);
    if (value <= most) return value;
  }
  return 0;
}

/** `numpy.random.randint(low, high, shape)` */
export function npRandint(run: ScriptRun, low: number, high: number | null = null, shape: Sizes | null = null): Drawn {
  const [from, to] = high === null ? [0, low] : [low, high];
  if (from >= to) throw new ValueError(high === null ? "high <= 0" : "low >= high");
  return drawn(shape, () => from + upTo(run, to - from - 1), "int64");
}

function shuffled(run: ScriptRun, count: number): number[] {
  const order = range(count);
  for (let k = count - 1; k > 0; k--) {
    const other = upTo(run, k);
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
  return order;
}

/** `numpy.random.shuffle(values)`, in place: the items of a list, or an array's along its first axis. */
export function npShuffle(run: ScriptRun, values: unknown[] | NDArray): void {
  if (values instanceof NDArray) npSetItem(values, npPermutation(run, values), "...");
  else values.splice(0, values.length, ...shuffled(run, values.length).map((place) => values[place]));
}

/** `numpy.random.permutation(values)`: of the numbers below an int, or of an array's rows. */
export function npPermutation(run: ScriptRun, values: Drawn): Value {
  const order = vector("int64", shuffled(run, values instanceof NDArray ? values.length : values));
  return values instanceof NDArray ? npItem(values, order) : order;
}

/** `numpy.random.choice(values, shape, replace, p)`: of the numbers below an int, or of an array's items. */
export function npChoice(run: ScriptRun, values: Drawn, shape: Sizes | null = null, replace = true, chances: NDArray | null = null): Drawn | Value {
  const count = values instanceof NDArray ? values.length : values;
  const found = chosen(run, count, product(sizes(shape ?? [])), replace, chances && Array.from(flat(chances)));
  const at = drawn(shape, (k) => found[k]!, "int64");
  return values instanceof NDArray ? npItem(values, at) : at;
}

function chosen(run: ScriptRun, count: number, size: number, replace: boolean, p: number[] | null): number[] {
  const wrong = count <= 0 ? "a must be greater than 0 unless no samples are taken"
    : p && p.length !== count ? "'a' and 'p' must have same size"
    : p?.some((each) => !(each >= 0)) ? "probabilities are not non-negative"
    : p && Math.abs(p.reduce((sum, each) => sum + each, 0) - 1) > 1.5e-8 ? "probabilities do not sum to 1"
    : replace ? ""
    : size > count ? "Cannot take a larger sample than population when replace is False"
    : p && p.filter(Boolean).length < size ? "Fewer non-zero entries in p than size" : "";
  if (wrong) throw new ValueError(wrong);
  if (!p) return replace ? range(size).map(() => upTo(run, count - 1)) : shuffled(run, count).slice(0, size);
  const found: number[] = []; // no place twice where none is put back
  while (found.length < size) {
    const drawn = placed(run, p, size - found.length);
    if (replace) return drawn;
    for (const at of new Set(drawn)) {
      found.push(at);
      p[at] = 0;
    }
  }
  return found;
}

/** The first place at which the chances up to it sum up to more than a draw, of so many draws. */
function placed(run: ScriptRun, chances: readonly number[], count: number): number[] {
  let sum = 0;
  const sums = chances.map((each) => (sum += each)).map((each) => each / sum);
  const { words } = drawsOf(run);
  return range(count).map(() => {
    const draw = words.double();
    return sums.findIndex((each) => each > draw);
  });
}
