/** MaxPool and AvgPool on wasm: XNNPACK's lose NaN. */

import { avgPoolConfig as theirAvgPool } from "@tensorflow/tfjs-backend-wasm/dist/kernels/AvgPool.js";
import { maxPoolConfig as theirMaxPool } from "@tensorflow/tfjs-backend-wasm/dist/kernels/MaxPool.js";
import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { pool } from "../host/pool.js";
import { poolWindow } from "../pool_window.js";
import type { PoolAttributes } from "../pool_window.js";
import { INFINITE, guarded } from "./guarded.js";
import type { WasmBackend } from "./wasm_backend.js";

interface Call {
  inputs: { x: Tensor };
  attrs: PoolAttributes;
  backend: WasmBackend;
}

function pooling(kernelName: string, mean: boolean): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { x }, attrs, backend }: Call) {
      const window = poolWindow(x.shape, attrs);
      const { batch, outHeight, outWidth, channels } = window;
      const result = backend.makeOutput([batch, outHeight, outWidth, channels], "float32");
      // Taken after the allocation, which may have moved the heap.
      const [y, values] = [result, x].map((tensor) => backend.typedArrayFromHeap(tensor) as Float32Array);
      pool(y!, values!, window, mean);
      return result;
    },
  };
}

/** XNNPACK refuses windows of one element. */
function fits({ filterSize }: PoolAttributes): boolean {
  return typeof filterSize === "number" ? filterSize > 1 : filterSize[0] * filterSize[1] > 1;
}

/** Sums of fewer than 2**31 numbers up to 2**96 are finite. */
const LARGE = 96;

export const avgPoolConfig = /* @__PURE__ */ guarded(theirAvgPool!, /* @__PURE__ */ pooling("AvgPool", true), LARGE, true, fits);
export const maxPoolConfig = /* @__PURE__ */ guarded(theirMaxPool!, /* @__PURE__ */ pooling("MaxPool", false), INFINITE, true, fits);
