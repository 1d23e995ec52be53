/** ArgSort on cpu. */

import type { KernelConfig } from "../../backends/backend.js";
import { argSort } from "../host/sorting.js";
import type { SortAttributes, SortInputs } from "../sorting.js";
import { roomFor, valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

export const argSortConfig: KernelConfig = {
  kernelName: "ArgSort",
  kernelFunc({ inputs: { x }, attrs, backend }: { inputs: SortInputs; attrs: SortAttributes; backend: CpuBackend }) {
    const out = roomFor(x.shape, "int32");
    argSort(out, valuesOf(backend, x) as Float32Array | Int32Array, x.shape.at(-1)!, attrs.descending);
    return backend.makeTensorInfo(x.shape, "int32", out);
  },
};
