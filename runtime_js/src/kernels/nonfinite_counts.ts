/**
 * NonFiniteCounts on the GPU backends: how many values of a tensor are NaN, and how many infinite, as float32[2, lanes];
 * each lane counts every `lanes`-th value. By their bits, since a shader compiler may take it that no number is a NaN.
 */

import type { Tensor } from "../backends/backend.js";

export interface NonFiniteCountsInputs {
  x: Tensor;
}

export interface NonFiniteCountsAttributes {
  lanes: number;
}
