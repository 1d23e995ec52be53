/** Mod on cpu: tfjs's is NaN for a number below 0 and an infinite divisor. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { mod } from "../host/binary.js";
import type { BinaryLoop } from "../host/binary.js";
import { broadcastShape } from "../integers.js";
import { roomFor, valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

type Values = Float32Array | Int32Array;

function binary(kernelName: string, loop: BinaryLoop): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { a, b }, backend }: { inputs: { a: Tensor; b: Tensor }; backend: CpuBackend }) {
      const shape = broadcastShape([a.shape, b.shape]);
      const out = roomFor(shape, a.dtype) as Values;
      loop(out, valuesOf(backend, a) as Values, valuesOf(backend, b) as Values);
      return backend.makeTensorInfo(shape, a.dtype, out);
    },
  };
}

export const modConfig = /* @__PURE__ */ binary("Mod", mod);
