/** What lines of scripts make: models, layers, optimizers and metrics, with variables of their own. Linked where they do. */

import { Instance } from "../memory/instance.js";
import { ValueError } from "../python/exceptions.js";
import type { Initializer } from "../random/initializers.js";
import type { PythonRandom } from "../random/python.js";
import type { Model } from "./model.js";
import type { ScriptRun } from "./script_run.js";

/**
 * What a line makes: its variables, begun as Keras begins them with seeds of Python's `random`, or as `settings` say. It
 * is made of `parts`, by their makings.
 */
export function makeInstance(
  run: ScriptRun, making: string, parts: Instance[] = [], settings: Record<string, number> = {}, random?: PythonRandom,
): Instance {
  const { state } = run;
  const { groups, draws, variables: all } = state.program;
  const variables = groups![making]!;
  const seeds = Array.from({ length: draws?.[making] ?? 0 }, () => random!.randint(1, 1e9));
  const made = new Instance(making, new Map(parts.map((part) => [part.making, part])));
  const values = variables.map((name) => {
    const variable = all.find((each) => each.name === name)!;
    const seed = variable.draw === undefined ? undefined : seeds[variable.draw]!;
    if (seed !== undefined) made.seed(name, seed);
    const isDrawn = seed !== undefined && !variable.shard;
    const begun = { ...variable, initializer: { ...variable.initializer!, key: [seed, 0] } as Initializer };
    const value = state.first([name], isDrawn ? [begun] : all)[0]!;
    const setting = settings[name];
    return setting === undefined ? value : { ...value, data: Float32Array.of(setting) };
  });
  state.upload(values).forEach((tensor, i) => made.variables.set(variables[i]!, tensor));
  run.adopt(new Map(made.parts));
  return made;
}

const trained = new WeakMap<ScriptRun, Map<Instance | string, Instance>>(); // the model that an optimizer is for, in a run

/**
 * What `compile` makes becomes a part of the model, in the place of what it made before.
 *
 * @param optimizers That it is given; those of the file by their names.
 * @throws ValueError where one of them is for another model, as Keras raises once that trains.
 */
export function attachPart(run: ScriptRun, model: Instance, part: Instance, ...optimizers: (Instance | string)[]): void {
  if (!trained.has(run)) trained.set(run, new Map());
  const models = trained.get(run)!;
  for (const each of optimizers) {
    if ((models.get(each) ?? model) !== model) {
      run.drop(part);
      throw new ValueError("This optimizer can only be called for the variables it was originally built with: make one for each model.");
    }
    models.set(each, model);
  }
  run.drop(model.parts.get(part.making));
  model.parts.set(part.making, part);
}

/** A model of the program with the variables that a line made. */
export function modelOf(run: ScriptRun, model: Model, instance: Instance): Model {
  return model.of(instance.together([instance], run.state));
}
