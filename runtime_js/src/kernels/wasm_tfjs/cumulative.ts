/** Cumsum and Cumprod on wasm, over the heap. */

import type { KernelConfig } from "../../backends/backend.js";
import type { CumulativeAttributes, CumulativeInputs } from "../cumulative.js";
import { cumulate, product, sum } from "../host/cumulative.js";
import type { Step } from "../host/cumulative.js";
import type { WasmBackend } from "./wasm_backend.js";

interface Call {
  inputs: CumulativeInputs;
  attrs: CumulativeAttributes;
  backend: WasmBackend;
}

function cumulative(kernelName: string, step: Step): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { x }, attrs: { reverse }, backend }: Call) {
      const result = backend.makeOutput(x.shape, x.dtype);
      // Taken after the allocation, which may have moved the heap.
      const [y, values] = [result, x].map((tensor) => backend.typedArrayFromHeap(tensor) as Float32Array | Int32Array);
      cumulate(y!, values!, x.shape.at(-1)!, reverse, step);
      return result;
    },
  };
}

export const cumprodConfig = /* @__PURE__ */ cumulative("Cumprod", product);
export const cumsumConfig = /* @__PURE__ */ cumulative("Cumsum", sum);
