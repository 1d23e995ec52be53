/** MaxPoolGrad on wasm, over the heap: right for signed inputs and ties, and faster than tfjs's (see host/max_pool_grad.ts). */

import type { KernelConfig } from "../../backends/backend.js";
import { maxPoolGrad } from "../host/max_pool_grad.js";
import { poolWindow } from "../pool_window.js";
import type { MaxPoolGradInputs, PoolAttributes } from "../pool_window.js";
import type { WasmBackend } from "./wasm_backend.js";

export const maxPoolGradConfig: KernelConfig = {
  kernelName: "MaxPoolGrad",
  kernelFunc({ inputs, attrs, backend }: { inputs: MaxPoolGradInputs; attrs: PoolAttributes; backend: WasmBackend }) {
    const { dy, input } = inputs;
    const result = backend.makeOutput(input.shape, "float32");
    // Taken after the allocation, which may have moved the heap.
    const [dx, g, x] = [result, dy, input].map((tensor) => backend.typedArrayFromHeap(tensor) as Float32Array);
    maxPoolGrad(dx!, g!, x!, poolWindow(input.shape, attrs));
    return result;
  },
};
