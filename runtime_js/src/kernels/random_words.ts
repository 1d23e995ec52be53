/**
 * The kernel `RandomWords`, one word of Philox 4x32-10 per element: key (seed, site), counter (element / 4, 0,
 * invocation, 0), word element % 4.
 */

import type { Tensor } from "../backends/backend.js";

/**
 * What becomes of a word: "unit" is `(word >> 8) * 2**-24`, in [0, 1); "high16" and "low16" are the halves as numbers, so
 * that every bit can be held against the reference on devices that store float32 only.
 */
export type WordPart = "unit" | "high16" | "low16";

export interface RandomWordsAttributes {
  shape: number[];
  /** uint32 each. */
  seed: number;
  site: number;
  part: WordPart;
}

export interface RandomWordsInputs {
  /** int32 scalar: how often this site was asked before. Below 2**24 on webgl, whose textures hold float32. */
  invocation: Tensor;
}
