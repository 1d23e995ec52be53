/** ArgMax and ArgMin on cpu, which pass over NaN as TensorFlow does. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { positions } from "../host/extremes.js";
import { valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

interface Find {
  inputs: { x: Tensor };
  attrs: { axis: number };
  backend: CpuBackend;
}

/** Along the last axis, which legalization makes it. */
function position(kernelName: string, largest: boolean): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { x }, attrs: { axis }, backend }: Find) {
      const values = valuesOf(backend, x) as Float32Array;
      const size = x.shape[axis]!;
      const places = new Int32Array(values.length / size);
      positions(places, values, size, largest);
      return backend.makeTensorInfo(x.shape.slice(0, axis), "int32", places);
    },
  };
}

export const argMaxConfig = /* @__PURE__ */ position("ArgMax", true);
export const argMinConfig = /* @__PURE__ */ position("ArgMin", false);
