/** NonFiniteCounts on wasm, over the heap. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { nonFiniteCounts } from "../host/nonfinite_counts.js";
import type { WasmBackend } from "./wasm_backend.js";

export const nonFiniteCountsConfig: KernelConfig = {
  kernelName: "NonFiniteCounts",
  kernelFunc({ inputs: { x }, backend }: { inputs: { x: Tensor }; backend: WasmBackend }) {
    const result = backend.makeOutput([2, 1], "float32");
    // Taken after the allocation, which may have moved the heap.
    const counts = nonFiniteCounts(backend.typedArrayFromHeap(x) as Float32Array);
    (backend.typedArrayFromHeap(result) as Float32Array).set(counts);
    return result;
  },
};
