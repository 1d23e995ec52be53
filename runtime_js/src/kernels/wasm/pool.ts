/** MaxPool and AvgPool on wasm, over the heap. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { pool } from "../host/pool.js";
import { poolWindow } from "../pool_window.js";
import type { PoolAttributes } from "../pool_window.js";
import type { WasmBackend } from "./wasm_backend.js";

interface Call {
  inputs: { x: Tensor };
  attrs: PoolAttributes;
  backend: WasmBackend;
}

function pooling(kernelName: string, mean: boolean): KernelConfig {
  return {
    kernelName,
    backendName: "wasm",
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

export const avgPoolConfig = /* @__PURE__ */ pooling("AvgPool", true);
export const maxPoolConfig = /* @__PURE__ */ pooling("MaxPool", false);
