/** SegmentSum on cpu: tfjs's multiplies all rows by a mask for each segment. */

import type { KernelConfig } from "../../backends/backend.js";
import { segmentSum } from "../host/segment_sum.js";
import { segmentSizes, segmentSumShape } from "../segment_sum.js";
import type { SegmentSumAttributes, SegmentSumInputs } from "../segment_sum.js";
import { roomFor, valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

interface Call {
  inputs: SegmentSumInputs;
  attrs: SegmentSumAttributes;
  backend: CpuBackend;
}

export const segmentSumConfig: KernelConfig = {
  kernelName: "SegmentSum",
  backendName: "cpu",
  kernelFunc({ inputs, attrs, backend }: Call) {
    const shape = segmentSumShape(inputs, attrs);
    const out = roomFor(shape, "float32");
    const [x, ids] = [valuesOf(backend, inputs.x), valuesOf(backend, inputs.ids)];
    segmentSum(out, x as Float32Array, ids as Int32Array, attrs.count, segmentSizes(inputs, attrs));
    return backend.makeTensorInfo(shape, "float32", out);
  },
};
