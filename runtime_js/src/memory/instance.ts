/** What a line of a script makes each time it runs: a set of variables, counted as a container of them. */

import type { Tensor } from "../backends/backend.js";
import { ValueError } from "../python/exceptions.js";

export type Variables = Map<string, Tensor>;
/** Of generators that a script makes, by the variables that count their draws. */
export type Seeds = Record<string, number>;

/** What has variables of its own: what lines of a script made, the metrics of an evaluation. */
export interface Owner extends Pick<Variables, "has" | "get" | "set"> {
  readonly seeds?: Seeds;
  /** It, where `first` lacks a variable. */
  behind?(first: Variables): Owner;
}

/** The owner of variables that lie in several sets. */
function among(setOf: (name: string) => Variables | undefined, seeds: Seeds): Owner {
  return {
    seeds,
    has: (name) => setOf(name) !== undefined,
    get: (name) => setOf(name)?.get(name),
    set: (name, tensor) => setOf(name)!.set(name, tensor),
    behind: (first) => among((name) => (first.has(name) ? first : setOf(name)), seeds),
  };
}

export class Instance {
  readonly variables: Variables = new Map();

  /**
   * @param making The line's name in the program, by which scripts tell what of several things this is.
   * @param parts What it is made of: a layer of the script in a model, the optimizer of a compiled one.
   */
  constructor(readonly making: string, readonly parts: Map<string, Instance> = new Map()) {}

  readonly #seeds: Seeds = {};

  /** Keeps the seed that a variable begins with. */
  seed(name: string, seed: number): void {
    this.#seeds[name] = seed;
  }

  get seeds(): Seeds {
    return Object.assign({}, this.#seeds, ...Array.from(this.parts.values(), (part) => part.seeds)) as Seeds;
  }

  /** The set that has a variable. */
  setOf(name: string): Variables | undefined {
    if (this.variables.has(name)) return this.variables;
    for (const part of this.parts.values()) {
      const found = part.setOf(name);
      if (found) return found;
    }
    return undefined;
  }

  /** What several instances, this among them, have together, beside `variables` of the program. */
  together(instances: Instance[], { variables }: { variables: Variables }): Owner {
    const setOf = (name: string): Variables | undefined => {
      const [found, another] = new Set(instances.flatMap((each) => each.setOf(name) ?? []));
      if (another) throw new ValueError(`expected one of what ${instances[0]!.making} makes in a call, received two`);
      if (!found && !variables.has(name)) { // of a model, what the line would make that compiles it
        throw new ValueError(`You must call \`compile()\` before using the model: it has no ${name} yet.`);
      }
      return found;
    };
    return among(setOf, Object.assign({}, ...instances.map(({ seeds }) => seeds)) as Seeds);
  }

  /** What it holds, when its last reference goes. */
  values(): (Tensor | Instance)[] {
    const held = [...this.variables.values(), ...this.parts.values()];
    this.variables.clear(); // so that a call which is taken back later finds nothing here
    this.parts.clear();
    return held;
  }
}
