/** Gather on wasm. */

import type { Tensor } from "../../backends/backend.js";
import { kernel, sizeOf } from "../../engine/kernel.js";
import { gatherShape, gatherSizes, type GatherAttributes, type GatherInputs } from "../gather.js";

const NAN = 0x7fc00000;

export const gatherConfig = /* @__PURE__ */ kernel("Gather", (inputs: GatherInputs, attrs: GatherAttributes, k): Tensor => {
  const { x, indices } = inputs;
  const { batch, outer, size, picked, inner } = gatherSizes(inputs, attrs);
  const y = k.make(gatherShape(inputs, attrs), x.dtype);
  const operation = x.dtype === "bool" ? "gather_bytes" : "gather";
  const missing = x.dtype === "float32" ? NAN : 0;
  k.call(operation, [x, indices, y, batch, outer, size, picked, inner, missing], { work: sizeOf(y) });
  return y;
});
