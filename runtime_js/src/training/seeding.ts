/** `keras.utils.set_random_seed(seed)` in a script. Linked where one calls it. */

import { npSeed } from "../numpy/random.js";
import { pyRandom } from "../random/streams.js";
import type { ScriptRun } from "./script_run.js";

/** Begins Python's stream and NumPy's, and shuffles without a seed from now on. */
export function setRandomSeed(run: ScriptRun, seed: number): void {
  pyRandom(run).seed(seed);
  npSeed(run, seed);
  run.streams.set("seed", seed);
}

/** The seed of a shuffle that names none: the last that a script set, else the program's. */
export function seedOf({ state: { program }, streams }: ScriptRun): number {
  return (streams.get("seed") as number | undefined) ?? program.seed ?? 0;
}
