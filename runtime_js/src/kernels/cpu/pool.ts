/** MaxPool on cpu: tfjs's loses NaN, and goes through an accessor per element. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { pool } from "../host/pool.js";
import { poolWindow } from "../pool_window.js";
import type { PoolAttributes } from "../pool_window.js";
import { roomFor, valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

export const maxPoolConfig: KernelConfig = {
  kernelName: "MaxPool",
  kernelFunc({ inputs: { x }, attrs, backend }: { inputs: { x: Tensor }; attrs: PoolAttributes; backend: CpuBackend }) {
    const window = poolWindow(x.shape, attrs);
    const shape = [window.batch, window.outHeight, window.outWidth, window.channels];
    const y = roomFor(shape, "float32");
    pool(y, valuesOf(backend, x) as Float32Array, window, false);
    return backend.makeTensorInfo(shape, "float32", y);
  },
};
