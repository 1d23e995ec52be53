/** Gather on wasm, over the heap. */

import type { KernelConfig } from "../../backends/backend.js";
import { gatherShape, gatherSizes } from "../gather.js";
import type { GatherAttributes, GatherInputs } from "../gather.js";
import { gather } from "../host/gather.js";
import type { WasmBackend } from "./wasm_backend.js";

export const gatherConfig: KernelConfig = {
  kernelName: "Gather",
  kernelFunc({ inputs, attrs, backend }: { inputs: GatherInputs; attrs: GatherAttributes; backend: WasmBackend }) {
    const result = backend.makeOutput(gatherShape(inputs, attrs), inputs.x.dtype);
    // Taken after the allocation, which may have moved the heap.
    const [out, x, indices] = [result, inputs.x, inputs.indices].map((tensor) => backend.typedArrayFromHeap(tensor));
    gather(out!, x!, indices as Int32Array, gatherSizes(inputs, attrs));
    return result;
  },
};
