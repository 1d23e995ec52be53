/** Sum of floats on cpu; tfjs's is for any axes and dtype, and four times as long. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { product } from "../gather.js";
import { sums } from "../host/sum.js";
import { roomFor, valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

interface Call {
  inputs: { x: Tensor };
  attrs: { axis: number[] };
  backend: CpuBackend;
}

/** Over the last axes, which legalization makes them. */
export const sumConfig: KernelConfig = {
  kernelName: "Sum",
  backendName: "cpu",
  kernelFunc({ inputs: { x }, attrs: { axis }, backend }: Call) {
    const shape = x.shape.slice(0, x.shape.length - axis.length);
    const result = roomFor(shape, "float32");
    sums(result, valuesOf(backend, x) as Float32Array, product(x.shape.slice(shape.length)), 1);
    return backend.makeTensorInfo(shape, "float32", result);
  },
};
