/** SegmentSum on wasm, over the heap. */

import type { KernelConfig } from "../../backends/backend.js";
import { segmentSum } from "../host/segment_sum.js";
import { segmentSizes, segmentSumShape } from "../segment_sum.js";
import type { SegmentSumAttributes, SegmentSumInputs } from "../segment_sum.js";
import type { WasmBackend } from "./wasm_backend.js";

interface Call {
  inputs: SegmentSumInputs;
  attrs: SegmentSumAttributes;
  backend: WasmBackend;
}

export const segmentSumConfig: KernelConfig = {
  kernelName: "SegmentSum",
  backendName: "wasm",
  kernelFunc({ inputs, attrs, backend }: Call) {
    const result = backend.makeOutput(segmentSumShape(inputs, attrs), "float32");
    // Taken after the allocation, which may have moved the heap.
    const [out, x, ids] = [result, inputs.x, inputs.ids].map((tensor) => backend.typedArrayFromHeap(tensor));
    segmentSum(out as Float32Array, x as Float32Array, ids as Int32Array, attrs.count, segmentSizes(inputs, attrs));
    return result;
  },
};
