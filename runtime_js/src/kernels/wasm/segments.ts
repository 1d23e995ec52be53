/** SegmentSum, SegmentMax and SegmentProd on wasm. */

import type { Tensor } from "../../backends/backend.js";
import { floatBits, kernel, sizeOf, type OwnKernel } from "../../engine/kernel.js";
import { SMALLEST, segmentShape, segmentSizes, type SegmentAttributes, type SegmentInputs } from "../segments.js";

/** The fold of no row, as float32 and as int32. */
type Starts = [float: number, int: number];

function segments(kernelName: string, operation: string, [float, int]: Starts): OwnKernel {
  return kernel(kernelName, (inputs: SegmentInputs, attrs: SegmentAttributes, k): Tensor => {
    const { x, ids } = inputs;
    const { batch, rows, inner } = segmentSizes(inputs, attrs);
    const y = k.make(segmentShape(inputs, attrs), x.dtype);
    const [name, start] = x.dtype === "int32" ? [`${operation}_int`, int] : [operation, floatBits(float)];
    k.call(name, [x, ids, y, batch, rows, inner, attrs.count, start], { work: sizeOf(x) + sizeOf(y) });
    return y;
  });
}

export const segmentMaxConfig = /* @__PURE__ */ segments("SegmentMax", "segment_max", [SMALLEST.float32, SMALLEST.int32]);
export const segmentProdConfig = /* @__PURE__ */ segments("SegmentProd", "segment_prod", [1, 1]);
export const segmentSumConfig = /* @__PURE__ */ segments("SegmentSum", "segment_sum", [0, 0]);
