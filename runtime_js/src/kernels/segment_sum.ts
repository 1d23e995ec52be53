/**
 * The kernel `SegmentSum`: the sums of the rows that share an id.
 *
 * x [...batch, rows, ...inner], ids [...batch, rows] -> [...batch, count, ...inner]. Rows whose id lies outside of
 * 0 to `count - 1` are left out: tfjs's kernels write over foreign memory there, or count them to another segment.
 */

import type { Tensor } from "../backends/backend.js";
import { product } from "./gather.js";

export interface SegmentSumAttributes {
  count: number;
  /** How many leading axes `x` and `ids` have in common. */
  batchDims: number;
}

export interface SegmentSumInputs {
  x: Tensor;
  /** int32. */
  ids: Tensor;
}

export interface SegmentSizes {
  batch: number;
  rows: number;
  inner: number;
}

export function segmentSizes({ x }: SegmentSumInputs, { batchDims }: SegmentSumAttributes): SegmentSizes {
  return {
    batch: product(x.shape.slice(0, batchDims)),
    rows: x.shape[batchDims]!,
    inner: product(x.shape.slice(batchDims + 1)),
  };
}

export function segmentSumShape({ x }: SegmentSumInputs, { count, batchDims }: SegmentSumAttributes): number[] {
  return [...x.shape.slice(0, batchDims), count, ...x.shape.slice(batchDims + 1)];
}
