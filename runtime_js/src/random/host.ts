/**
 * Python's `random` over words of Philox, bit by bit what `bml.random` draws on the host: key (seed, site "random"),
 * counter (block, 0, 0), four words a block.
 */

import { ValueError } from "../python/exceptions.js";
import { philox4x32 } from "./philox.js";
import { PythonRandom } from "./python.js";
import { site } from "./site.js";

const key = site("random");

export class HostRandom extends PythonRandom {
  #seed = 0;
  #block = 0;
  #words: number[] = []; // of the block, the next one last

  constructor(seed: number) {
    super();
    this.seed(seed);
  }

  override seed(seed: number): void {
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
      throw new ValueError(`random.seed expects seed to be a whole number from 0 to 4294967295, received seed=${seed}`);
    }
    this.#seed = seed;
    this.#block = 0;
    this.#words = [];
    this.spare = undefined;
  }

  protected override word(): number {
    if (!this.#words.length) {
      const block = this.#block++;
      this.#words = philox4x32(this.#seed, key, block >>> 0, Math.floor(block / 2 ** 32), 0, 0).reverse();
    }
    return this.#words.pop()!;
  }
}
