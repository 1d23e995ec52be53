/** Sum and Mean of floats on wasm, over the heap: tfjs's add one by one in float32, 1 % off after a million numbers. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { sums } from "../host/sum.js";
import type { WasmBackend } from "./wasm_backend.js";

interface Call {
  inputs: { x: Tensor };
  attrs: { axis: number[] };
  backend: WasmBackend;
}

/** Over the last axes, which legalization makes them. */
function reduction(kernelName: string, mean: boolean): KernelConfig {
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc({ inputs: { x }, attrs: { axis }, backend }: Call) {
      const outer = x.shape.length - axis.length;
      const size = x.shape.slice(outer).reduce((product, dimension) => product * dimension, 1);
      const result = backend.makeOutput(x.shape.slice(0, outer), "float32");
      // Taken after the allocation, which may have moved the heap.
      const [y, values] = [result, x].map((tensor) => backend.typedArrayFromHeap(tensor) as Float32Array);
      sums(y!, values!, size, mean ? size : 1);
      return result;
    },
  };
}

export const meanConfig = /* @__PURE__ */ reduction("Mean", true);
export const floatSumConfig = /* @__PURE__ */ reduction("FloatSum", false);
