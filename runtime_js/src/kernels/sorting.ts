/** The kernel `ArgSort`, the positions that sort the last axis: stable, and NaN is the largest of all. */

import type { Tensor } from "../backends/backend.js";

export interface SortInputs {
  /** float32 or int32. */
  x: Tensor;
}

export interface SortAttributes {
  descending: boolean;
}
