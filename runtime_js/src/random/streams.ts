/** The streams of random numbers that a program's scripts share and its file began. */

import type { Stream } from "./mt19937.js";
import { PythonRandom } from "./python.js";

/** What keeps the streams of a program: its runs. */
export interface Streams {
  /** The stream of this name, which is made where it is first asked for. */
  stream<T>(name: "python" | "numpy", begin: (stream: Stream) => T): T;
}

/** Python's `random` */
export function pyRandom(run: Streams): PythonRandom {
  return run.stream("python", (stream) => new PythonRandom(stream));
}
