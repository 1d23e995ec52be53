/** Records of operations in the memory, as runtime_js/wasm/kernel.h says. */

import type { Heap } from "./heap.js";

/** [kernel, words in all, parts] */
export const HEADER = 3;

/** A view of the memory's words, made anew where the memory has grown. */
export type Words = () => Int32Array;

export function wordsOf({ memory }: Heap): Words {
  let words = new Int32Array(memory.buffer);
  return () => {
    if (words.buffer !== memory.buffer) words = new Int32Array(memory.buffer);
    return words;
  };
}
