/** What a line of a script makes each time it runs: a set of variables, counted as a container of them. */

import type { Tensor } from "../backends/backend.js";
import { ValueError } from "../python/exceptions.js";

export type Variables = Map<string, Tensor>;
/** Of generators that a script makes, by the variables that count their draws. */
export type Seeds = Record<string, number>;

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
  owner(name: string): Variables | undefined {
    if (this.variables.has(name)) return this.variables;
    for (const part of this.parts.values()) {
      const found = part.owner(name);
      if (found) return found;
    }
    return undefined;
  }

  /** A variable that no owner has: of a model, what the line would make that compiles it. */
  lacks(name: string): never {
    throw new ValueError(`You must call \`compile()\` before using the model: it has no ${name} yet.`);
  }

  /** What it holds, when its last reference goes. */
  values(): (Tensor | Instance)[] {
    const held = [...this.variables.values(), ...this.parts.values()];
    this.variables.clear(); // so that a call which is taken back later finds nothing here
    this.parts.clear();
    return held;
  }
}
