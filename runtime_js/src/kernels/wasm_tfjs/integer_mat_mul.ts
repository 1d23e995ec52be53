/** IntegerMatMul on wasm. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { multiplyIntegerMatrices } from "../host/integers.js";
import { matMulShape, matMulSizes } from "../integers.js";
import type { WasmBackend } from "./wasm_backend.js";

export const integerMatMulConfig: KernelConfig = {
  kernelName: "IntegerMatMul",
  kernelFunc({ inputs: { a, b }, backend }: { inputs: { a: Tensor; b: Tensor }; backend: WasmBackend }) {
    const shape = matMulShape(a, b);
    const result = backend.makeOutput(shape, "int32");
    // Taken after the allocation, which may have moved the heap.
    const [out, first, second] = [result, a, b].map((tensor) => backend.typedArrayFromHeap(tensor) as Int32Array);
    multiplyIntegerMatrices(out!, first!, second!, matMulSizes(a, b));
    return result;
  },
};
