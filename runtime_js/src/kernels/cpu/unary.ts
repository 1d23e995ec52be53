/** Functions of one tensor on cpu, where tfjs's are not what TensorFlow's are for NaN. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { sign, step } from "../host/unary.js";
import { valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

interface Call {
  inputs: { x: Tensor };
  attrs: Record<string, number>;
  backend: CpuBackend;
}

function unary(kernelName: string, loop: (y: Float32Array, x: Float32Array, attrs: never) => void): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { x }, attrs, backend }: Call) {
      const values = valuesOf(backend, x) as Float32Array;
      const result = new Float32Array(values.length);
      loop(result, values, attrs as never);
      return backend.makeTensorInfo(x.shape, "float32", result);
    },
  };
}

export const signConfig = /* @__PURE__ */ unary("Sign", sign);
export const stepConfig = /* @__PURE__ */ unary("Step", step);
