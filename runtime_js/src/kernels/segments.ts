/**
 * The kernels `SegmentSum`, `SegmentMax` and `SegmentProd`: what the rows that share an id are folded to.
 *
 * x [...batch, rows, ...inner], ids [...batch, rows] -> [...batch, count, ...inner]. Rows whose id lies outside of
 * 0 to `count - 1` are left out: tfjs's kernels write over foreign memory there, or count them to another segment.
 */

import type { Tensor } from "../backends/backend.js";
import { product } from "./gather.js";

export interface SegmentAttributes {
  count: number;
  /** How many leading axes `x` and `ids` have in common. */
  batchDims: number;
}

export interface SegmentInputs {
  /** float32 or int32. */
  x: Tensor;
  /** int32. */
  ids: Tensor;
  /** On a GPU, where it pays: the positions that sort the ids, so that a segment finds its rows by bisection. */
  order?: Tensor;
}

export interface SegmentSizes {
  batch: number;
  rows: number;
  inner: number;
}

/** What is made of no row: the smallest numbers there are for a maximum, as TensorFlow has it. */
export const SMALLEST = { float32: -3.4028234663852886e38, int32: -(2 ** 31) } as const;

export function segmentSizes({ x }: SegmentInputs, { batchDims }: SegmentAttributes): SegmentSizes {
  return {
    batch: product(x.shape.slice(0, batchDims)),
    rows: x.shape[batchDims]!,
    inner: product(x.shape.slice(batchDims + 1)),
  };
}

export function segmentShape({ x }: SegmentInputs, { count, batchDims }: SegmentAttributes): number[] {
  return [...x.shape.slice(0, batchDims), count, ...x.shape.slice(batchDims + 1)];
}
