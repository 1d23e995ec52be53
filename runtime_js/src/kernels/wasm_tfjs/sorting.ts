/** ArgSort on wasm, over the heap. */

import type { KernelConfig } from "../../backends/backend.js";
import { argSort } from "../host/sorting.js";
import type { SortAttributes, SortInputs } from "../sorting.js";
import type { WasmBackend } from "./wasm_backend.js";

export const argSortConfig: KernelConfig = {
  kernelName: "ArgSort",
  kernelFunc({ inputs: { x }, attrs, backend }: { inputs: SortInputs; attrs: SortAttributes; backend: WasmBackend }) {
    const result = backend.makeOutput(x.shape, "int32");
    // Taken after the allocation, which may have moved the heap.
    const [places, values] = [result, x].map((tensor) => backend.typedArrayFromHeap(tensor));
    argSort(places as Int32Array, values as Float32Array | Int32Array, x.shape.at(-1)!, attrs.descending);
    return result;
  },
};
