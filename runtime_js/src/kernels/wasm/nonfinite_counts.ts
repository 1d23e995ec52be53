/** NonFiniteCounts on wasm: one lane counts all. */

import type { Tensor } from "../../backends/backend.js";
import { kernel, sizeOf } from "../../engine/kernel.js";
import type { NonFiniteCountsInputs } from "../nonfinite_counts.js";

export const nonFiniteCountsConfig = /* @__PURE__ */ kernel("NonFiniteCounts", ({ x }: NonFiniteCountsInputs, _attrs: object, k): Tensor => {
  const counts = k.make([2, 1], "float32");
  k.call("nonfinite_counts", [x, counts, sizeOf(x)]);
  return counts;
});
