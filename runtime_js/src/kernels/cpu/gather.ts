/** Gather on cpu. */

import type { KernelConfig } from "../../backends/backend.js";
import { gatherShape, gatherSizes } from "../gather.js";
import type { GatherAttributes, GatherInputs } from "../gather.js";
import { gather } from "../host/gather.js";
import { roomFor, valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

export const gatherConfig: KernelConfig = {
  kernelName: "Gather",
  kernelFunc({ inputs, attrs, backend }: { inputs: GatherInputs; attrs: GatherAttributes; backend: CpuBackend }) {
    const shape = gatherShape(inputs, attrs);
    const out = roomFor(shape, inputs.x.dtype);
    gather(out, valuesOf(backend, inputs.x), valuesOf(backend, inputs.indices) as Int32Array, gatherSizes(inputs, attrs));
    return backend.makeTensorInfo(shape, inputs.x.dtype, out);
  },
};
