/** Sum and Mean of floats on wasm, over the heap: tfjs's add one by one in float32, 1 % off after a million numbers. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { sumOver } from "../host/sum.js";
import { reducedShape } from "../reduced_shape.js";
import type { WasmBackend } from "./wasm_backend.js";

interface Call {
  inputs: { x: Tensor };
  attrs: { axis: number[]; keepDims: boolean };
  backend: WasmBackend;
}

/** Over axes that are neighbours. */
function reduction(kernelName: string, mean: boolean): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { x }, attrs: { axis, keepDims }, backend }: Call) {
      const result = backend.makeOutput(reducedShape(x.shape, axis, keepDims), "float32");
      // Taken after the allocation, which may have moved the heap.
      const [y, values] = [result, x].map((tensor) => backend.typedArrayFromHeap(tensor) as Float32Array);
      sumOver(y!, values!, x.shape, axis, mean);
      return result;
    },
  };
}

export const meanConfig = /* @__PURE__ */ reduction("Mean", true);
export const floatSumConfig = /* @__PURE__ */ reduction("FloatSum", false);
