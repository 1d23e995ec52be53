/** Functions of one tensor on wasm, over the heap. */

import { clipByValueConfig as theirClip } from "@tensorflow/tfjs-backend-wasm/dist/kernels/ClipByValue.js";
import { reluConfig as theirRelu } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Relu.js";
import { stepConfig as theirStep } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Step.js";
import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { clip, cos, log1p, relu, sign, sin, step } from "../host/unary.js";
import { INFINITE, guarded } from "./guarded.js";
import type { WasmBackend } from "./wasm_backend.js";

interface Call {
  inputs: { x: Tensor };
  attrs: Record<string, number>;
  backend: WasmBackend;
}

function unary(kernelName: string, loop: (y: Float32Array, x: Float32Array, attrs: never) => void): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { x }, attrs, backend }: Call) {
      const result = backend.makeOutput(x.shape, "float32");
      // Taken after the allocation, which may have moved the heap.
      loop(backend.typedArrayFromHeap(result) as Float32Array, backend.typedArrayFromHeap(x) as Float32Array, attrs as never);
      return result;
    },
  };
}

interface Bounds {
  clipValueMin: number;
  clipValueMax: number;
}

/** XNNPACK's loses NaN, and refuses bounds that are equal or cross. */
export const clipByValueConfig = /* @__PURE__ */ guarded(
  theirClip!,
  /* @__PURE__ */ unary("ClipByValue", clip),
  INFINITE,
  false,
  (bounds: Bounds) => Math.fround(bounds.clipValueMin) < Math.fround(bounds.clipValueMax),
);
export const cosConfig = /* @__PURE__ */ unary("Cos", cos);
export const log1pConfig = /* @__PURE__ */ unary("Log1p", log1p);
export const reluConfig = /* @__PURE__ */ guarded(theirRelu!, /* @__PURE__ */ unary("Relu", relu), INFINITE, true);
export const signConfig = /* @__PURE__ */ unary("Sign", sign);
export const sinConfig = /* @__PURE__ */ unary("Sin", sin);
export const stepConfig = /* @__PURE__ */ guarded(theirStep!, /* @__PURE__ */ unary("Step", step), INFINITE, false);
