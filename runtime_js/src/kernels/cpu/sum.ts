/** Sum and Mean of floats on cpu; tfjs's Sum is for any dtype, and four times as long, its Mean divides before it adds. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { sumOver } from "../host/sum.js";
import { reducedShape } from "../reduced_shape.js";
import { roomFor, valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

interface Call {
  inputs: { x: Tensor };
  attrs: { axis: number[]; keepDims: boolean };
  backend: CpuBackend;
}

/** Over axes that are neighbours. */
function reduction(kernelName: string, mean: boolean): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { x }, attrs: { axis, keepDims }, backend }: Call) {
      const shape = reducedShape(x.shape, axis, keepDims);
      const result = roomFor(shape, "float32");
      sumOver(result, valuesOf(backend, x) as Float32Array, x.shape, axis, mean);
      return backend.makeTensorInfo(shape, "float32", result);
    },
  };
}

export const meanConfig = /* @__PURE__ */ reduction("Mean", true);
export const sumConfig = /* @__PURE__ */ reduction("Sum", false);
