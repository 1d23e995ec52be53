/** Functions of one tensor on wasm, over the heap. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { clip, cos, log1p, relu, sign, sin, step } from "../host/unary.js";
import type { WasmBackend } from "./wasm_backend.js";

interface Call {
  inputs: { x: Tensor };
  attrs: Record<string, number>;
  backend: WasmBackend;
}

function unary(kernelName: string, loop: (y: Float32Array, x: Float32Array, attrs: never) => void): KernelConfig {
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc({ inputs: { x }, attrs, backend }: Call) {
      const result = backend.makeOutput(x.shape, "float32");
      // Taken after the allocation, which may have moved the heap.
      loop(backend.typedArrayFromHeap(result) as Float32Array, backend.typedArrayFromHeap(x) as Float32Array, attrs as never);
      return result;
    },
  };
}

export const clipByValueConfig = /* @__PURE__ */ unary("ClipByValue", clip);
export const cosConfig = /* @__PURE__ */ unary("Cos", cos);
export const log1pConfig = /* @__PURE__ */ unary("Log1p", log1p);
export const reluConfig = /* @__PURE__ */ unary("Relu", relu);
export const signConfig = /* @__PURE__ */ unary("Sign", sign);
export const sinConfig = /* @__PURE__ */ unary("Sin", sin);
export const stepConfig = /* @__PURE__ */ unary("Step", step);
