/** IntegerReduce on cpu. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { product } from "../gather.js";
import { reduceIntegers } from "../host/integers.js";
import type { IntegerReduceAttributes } from "../integers.js";
import { roomFor, valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

interface Call {
  inputs: { x: Tensor };
  attrs: IntegerReduceAttributes;
  backend: CpuBackend;
}

export const integerReduceConfig: KernelConfig = {
  kernelName: "IntegerReduce",
  kernelFunc({ inputs: { x }, attrs: { fold, axes }, backend }: Call) {
    const shape = x.shape.slice(0, x.shape.length - axes);
    const count = product(x.shape.slice(shape.length));
    const out = roomFor(shape, "int32");
    reduceIntegers(out, valuesOf(backend, x) as Int32Array, fold, count);
    return backend.makeTensorInfo(shape, "int32", out);
  },
};
