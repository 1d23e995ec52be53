/** Cumsum and Cumprod on cpu: ints that wrap around, floats added up in float64. */

import type { KernelConfig } from "../../backends/backend.js";
import type { CumulativeAttributes, CumulativeInputs } from "../cumulative.js";
import { cumulate, product, sum } from "../host/cumulative.js";
import type { Step } from "../host/cumulative.js";
import { roomFor, valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

type Values = Float32Array | Int32Array;

interface Call {
  inputs: CumulativeInputs;
  attrs: CumulativeAttributes;
  backend: CpuBackend;
}

function cumulative(kernelName: string, step: Step): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { x }, attrs: { reverse }, backend }: Call) {
      const out = roomFor(x.shape, x.dtype) as Values;
      cumulate(out, valuesOf(backend, x) as Values, x.shape.at(-1)!, reverse, step);
      return backend.makeTensorInfo(x.shape, x.dtype, out);
    },
  };
}

export const cumprodConfig = /* @__PURE__ */ cumulative("Cumprod", product);
export const cumsumConfig = /* @__PURE__ */ cumulative("Cumsum", sum);
