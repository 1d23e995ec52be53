/** SegmentSum, SegmentMax and SegmentProd on cpu: tfjs's sum multiplies all rows by a mask for each segment. */

import type { KernelConfig } from "../../backends/backend.js";
import { foldSegments, max, prod, sum } from "../host/segments.js";
import type { Fold } from "../host/segments.js";
import { segmentShape, segmentSizes } from "../segments.js";
import type { SegmentAttributes, SegmentInputs } from "../segments.js";
import { roomFor, valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

type Values = Float32Array | Int32Array;

interface Call {
  inputs: SegmentInputs;
  attrs: SegmentAttributes;
  backend: CpuBackend;
}

function segments(kernelName: string, fold: Fold): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs, attrs, backend }: Call) {
      const shape = segmentShape(inputs, attrs);
      const out = roomFor(shape, inputs.x.dtype) as Values;
      const [x, ids] = [valuesOf(backend, inputs.x), valuesOf(backend, inputs.ids)];
      foldSegments(out, x as Values, ids as Int32Array, attrs.count, segmentSizes(inputs, attrs), fold);
      return backend.makeTensorInfo(shape, inputs.x.dtype, out);
    },
  };
}

export const segmentMaxConfig = /* @__PURE__ */ segments("SegmentMax", max);
export const segmentProdConfig = /* @__PURE__ */ segments("SegmentProd", prod);
export const segmentSumConfig = /* @__PURE__ */ segments("SegmentSum", sum);
