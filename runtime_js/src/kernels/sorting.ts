/**
 * The kernels `ArgSort`, the positions that sort the last axis, and `Ranks`, the place of each element among the sorted.
 *
 * Both are stable, and NaN is the largest of all. Ranks suit a GPU, on which each element counts those before it.
 */

import type { Tensor } from "../backends/backend.js";

export interface SortInputs {
  /** float32 or int32. */
  x: Tensor;
}

export interface SortAttributes {
  descending: boolean;
}
