/** IntegerMatMul on cpu. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { multiplyIntegerMatrices } from "../host/integers.js";
import { matMulShape, matMulSizes } from "../integers.js";
import { roomFor, valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

export const integerMatMulConfig: KernelConfig = {
  kernelName: "IntegerMatMul",
  kernelFunc({ inputs: { a, b }, backend }: { inputs: { a: Tensor; b: Tensor }; backend: CpuBackend }) {
    const shape = matMulShape(a, b);
    const out = roomFor(shape, "int32");
    const [first, second] = [a, b].map((tensor) => valuesOf(backend, tensor) as Int32Array);
    multiplyIntegerMatrices(out, first!, second!, matMulSizes(a, b));
    return backend.makeTensorInfo(shape, "int32", out);
  },
};
