/** MaxPoolGrad on wasm: right for signed inputs and ties, which go to the first maximum, as in TensorFlow. */

import type { Tensor } from "../../backends/backend.js";
import { kernel } from "../../engine/kernel.js";
import { poolWindow, type MaxPoolGradInputs, type PoolAttributes, type PoolWindow } from "../pool_window.js";

export const maxPoolGradConfig = /* @__PURE__ */ kernel("MaxPoolGrad", ({ dy, input }: MaxPoolGradInputs, attrs: PoolAttributes, k): Tensor => {
  const window = poolWindow(input.shape, attrs);
  const dx = k.make(input.shape, "float32");
  k.call("max_pool_grad", [dy, input, dx, ...geometry(window)], { work: window.batch * window.inHeight * window.inWidth * window.channels });
  return dx;
});

/** As operations of pooling take it, from `a[3]` on. */
function geometry(w: PoolWindow): number[] {
  return [
    w.batch, w.inHeight, w.inWidth, w.channels, w.outHeight, w.outWidth, w.height, w.width, w.strideHeight, w.strideWidth, w.padTop,
    w.padLeft,
  ];
}
