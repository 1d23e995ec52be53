/** RandomWords on wasm, over the heap. */

import type { KernelConfig } from "../../backends/backend.js";
import { fillRandomWords } from "../host/random_words.js";
import type { RandomWordsAttributes, RandomWordsInputs } from "../random_words.js";
import type { WasmBackend } from "./wasm_backend.js";

interface Call {
  inputs: RandomWordsInputs;
  attrs: RandomWordsAttributes;
  backend: WasmBackend;
}

export const randomWordsConfig: KernelConfig = {
  kernelName: "RandomWords",
  kernelFunc({ inputs, attrs, backend }: Call) {
    const { shape, seed, site, part } = attrs;
    const result = backend.makeOutput(shape, "float32");
    const [invocation] = backend.typedArrayFromHeap(inputs.invocation) as Int32Array;
    fillRandomWords(backend.typedArrayFromHeap(result) as Float32Array, seed, site, invocation!, part);
    return result;
  },
};
