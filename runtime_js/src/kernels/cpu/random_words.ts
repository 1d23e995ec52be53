/** RandomWords on cpu. */

import type { KernelConfig } from "../../backends/backend.js";
import { fillRandomWords } from "../host/random_words.js";
import type { RandomWordsAttributes, RandomWordsInputs } from "../random_words.js";
import { roomFor } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

interface Call {
  inputs: RandomWordsInputs;
  attrs: RandomWordsAttributes;
  backend: CpuBackend;
}

export const randomWordsConfig: KernelConfig = {
  kernelName: "RandomWords",
  kernelFunc({ inputs, attrs, backend }: Call) {
    const { shape, seed, site, part } = attrs;
    const [invocation] = backend.data.get(inputs.invocation.dataId).values as Int32Array;
    const out = roomFor(shape, "float32");
    fillRandomWords(out, seed, site, invocation!, part);
    return backend.makeTensorInfo(shape, "float32", out);
  },
};
