/** SegmentSum, SegmentMax and SegmentProd on wasm, over the heap. */

import type { KernelConfig } from "../../backends/backend.js";
import { foldSegments, max, prod, sum } from "../host/segments.js";
import type { Fold } from "../host/segments.js";
import { segmentShape, segmentSizes } from "../segments.js";
import type { SegmentAttributes, SegmentInputs } from "../segments.js";
import type { WasmBackend } from "./wasm_backend.js";

type Values = Float32Array | Int32Array;

interface Call {
  inputs: SegmentInputs;
  attrs: SegmentAttributes;
  backend: WasmBackend;
}

function segments(kernelName: string, fold: Fold): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs, attrs, backend }: Call) {
      const result = backend.makeOutput(segmentShape(inputs, attrs), inputs.x.dtype);
      // Taken after the allocation, which may have moved the heap.
      const [out, x, ids] = [result, inputs.x, inputs.ids].map((tensor) => backend.typedArrayFromHeap(tensor) as Values);
      foldSegments(out!, x!, ids as Int32Array, attrs.count, segmentSizes(inputs, attrs), fold);
      return result;
    },
  };
}

export const segmentMaxConfig = /* @__PURE__ */ segments("SegmentMax", max);
export const segmentProdConfig = /* @__PURE__ */ segments("SegmentProd", prod);
export const segmentSumConfig = /* @__PURE__ */ segments("SegmentSum", sum);
