/** The streams of random numbers that a program's scripts share and its file began. */

import type { ScriptRun } from "../training/script_run.js";
import type { Stream } from "./mt19937.js";
import { PythonRandom } from "./python.js";

/** The stream of this name, which goes on where the program's file left it. */
export function streamOf<T>({ state: { program }, streams }: ScriptRun, name: "python" | "numpy", begin: new (stream: Stream) => T): T {
  if (!streams.has(name)) streams.set(name, new begin(program.streams?.[name] ?? { seed: program.seed ?? 0, words: 0 }));
  return streams.get(name) as T;
}

/** Python's `random` */
export function pyRandom(run: ScriptRun): PythonRandom {
  return streamOf(run, "python", PythonRandom);
}
