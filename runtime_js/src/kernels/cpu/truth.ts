/** Truth on cpu: no tensor, but whether one is true, which a branch goes by. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

export const truthConfig: KernelConfig = {
  kernelName: "Truth",
  kernelFunc: ({ inputs: { x }, backend }: { inputs: { x: Tensor }; backend: CpuBackend }) =>
    (valuesOf(backend, x)[0] !== 0) as unknown as Tensor,
};
