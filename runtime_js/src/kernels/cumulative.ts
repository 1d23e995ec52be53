/** The kernels `Cumsum` and `Cumprod`: along the last axis, which legalization makes it. */

import type { Tensor } from "../backends/backend.js";

export interface CumulativeInputs {
  /** float32 or int32. */
  x: Tensor;
}

export interface CumulativeAttributes {
  /** From the end. */
  reverse: boolean;
}
