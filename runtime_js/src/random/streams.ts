/** The streams of Python's `random`, which a program's scripts share and its file began. */

import { ValueError } from "../python/exceptions.js";
import { MersenneTwister, type Stream } from "./mt19937.js";
import { PythonRandom } from "./python.js";

/** What keeps the streams of a program: its runs. */
export interface Streams {
  /** The stream of this name, which is made where it is first asked for. */
  stream<T>(name: "python" | "numpy", begin: (stream: Stream) => T): T;
}

class MersenneRandom extends PythonRandom {
  #words: MersenneTwister;

  constructor(stream: Stream) {
    super();
    this.#words = MersenneTwister.at(stream, MersenneTwister.ofPython);
    this.spare = stream.spare;
  }

  override seed(seed: number): void {
    if (!Number.isSafeInteger(seed)) throw new ValueError(`random.seed expects a whole number within 2**53, received ${seed}`);
    this.#words = MersenneTwister.ofPython(seed);
    this.spare = undefined;
  }

  protected override word(): number {
    return this.#words.word();
  }
}

/** Python's `random` */
export function pyRandom(run: Streams): PythonRandom {
  return run.stream("python", (stream) => new MersenneRandom(stream));
}
