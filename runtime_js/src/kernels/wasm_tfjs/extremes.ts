/** Maximum, Minimum, ArgMax and ArgMin of floats on wasm, over the heap. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { extremes, positions } from "../host/extremes.js";
import type { WasmBackend } from "./wasm_backend.js";

/** Legalization gives operands of one shape, or one that repeats along the leading dimensions of the other. */
function extreme(kernelName: string, largest: boolean): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { a, b }, backend }: { inputs: { a: Tensor; b: Tensor }; backend: WasmBackend }) {
      const result = backend.makeOutput(larger(a, b) ? a.shape : b.shape, "float32");
      // Taken after the allocation, which may have moved the heap.
      const [y, x1, x2] = [result, a, b].map((tensor) => backend.typedArrayFromHeap(tensor) as Float32Array);
      extremes(y!, x1!, x2!, largest);
      return result;
    },
  };
}

interface Find {
  inputs: { x: Tensor };
  attrs: { axis: number };
  backend: WasmBackend;
}

/** Along the last axis, which legalization makes it. */
function position(kernelName: string, largest: boolean): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { x }, attrs: { axis }, backend }: Find) {
      const result = backend.makeOutput(x.shape.slice(0, axis), "int32");
      const places = backend.typedArrayFromHeap(result) as Int32Array;
      positions(places, backend.typedArrayFromHeap(x) as Float32Array, x.shape[axis]!, largest);
      return result;
    },
  };
}

/** Whether `a` has the result's shape. */
function larger(a: Tensor, b: Tensor): boolean {
  const [sizeA, sizeB] = [a, b].map(({ shape }) => shape.reduce((product, dimension) => product * dimension, 1));
  if (sizeA === sizeB) return a.shape.length >= b.shape.length;
  return !sizeA || (sizeB !== 0 && sizeA > sizeB!); // without elements is larger than 1
}

export const argMaxConfig = /* @__PURE__ */ position("ArgMax", true);
export const argMinConfig = /* @__PURE__ */ position("ArgMin", false);
export const floatMaximumConfig = /* @__PURE__ */ extreme("FloatMaximum", true);
export const floatMinimumConfig = /* @__PURE__ */ extreme("FloatMinimum", false);
