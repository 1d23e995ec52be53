/** Softmax along the last axis, on wasm. */

import type { Tensor } from "../../backends/backend.js";
import { kernel, sizeOf } from "../../engine/kernel.js";

/** About what a power takes, in additions. */
const POWER = 8;

export const softmaxConfig = /* @__PURE__ */ kernel("Softmax", ({ logits }: { logits: Tensor }, _attrs: object, k): Tensor => {
  const y = k.make(logits.shape, "float32");
  const size = logits.shape.at(-1)!;
  k.call("softmax", [logits, y, sizeOf({ shape: logits.shape.slice(0, -1) }), size], { work: POWER * sizeOf(logits) });
  return y;
});
