/** NonFiniteCounts on cpu. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { nonFiniteCounts } from "../host/nonfinite_counts.js";
import type { CpuBackend } from "./cpu_backend.js";

export const nonFiniteCountsConfig: KernelConfig = {
  kernelName: "NonFiniteCounts",
  kernelFunc({ inputs: { x }, backend }: { inputs: { x: Tensor }; backend: CpuBackend }) {
    const values = backend.data.get(x.dataId).values as Float32Array;
    return backend.makeTensorInfo([2, 1], "float32", Float32Array.from(nonFiniteCounts(values)));
  },
};
