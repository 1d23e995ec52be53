/** RandomWords on wasm. */

import type { Tensor } from "../../backends/backend.js";
import { floatBits, kernel, sizeOf } from "../../engine/kernel.js";
import type { RandomWordsAttributes, RandomWordsInputs, WordPart } from "../random_words.js";

/** What is kept of a word, and what that is multiplied with. */
const PARTS: Record<WordPart, [shift: number, mask: number, scale: number]> = {
  unit: [8, -1, 2 ** -24],
  high16: [16, -1, 1],
  low16: [0, 0xffff, 1],
};
/** Of a word, in multiplications and additions. */
const WORK = 12;

export const randomWordsConfig = /* @__PURE__ */ kernel("RandomWords", ({ invocation }: RandomWordsInputs, attrs: RandomWordsAttributes, k): Tensor => {
  const { shape, seed, site, part } = attrs;
  const y = k.make(shape, "float32");
  const [shift, mask, scale] = PARTS[part], size = sizeOf(y);
  k.call("random_words", [invocation, y, size, seed, site, shift, mask, floatBits(scale)], { work: WORK * size });
  return y;
});
