/** Pooling and its gradients on wasm. A NaN in a window is its maximum; ties go to the first, as in TensorFlow. */

import type { Tensor } from "../../backends/backend.js";
import { kernel, sizeOf } from "../../engine/kernel.js";
import { poolWindow, type MaxPoolGradInputs, type PoolAttributes, type PoolWindow } from "../pool_window.js";

/** As operations of pooling take it. */
function geometry(w: PoolWindow): number[] {
  return [
    w.batch, w.inHeight, w.inWidth, w.channels, w.outHeight, w.outWidth, w.height, w.width, w.strideHeight, w.strideWidth, w.padTop,
    w.padLeft,
  ];
}

function pooling(kernelName: string, operation: string) {
  return kernel(kernelName, ({ x }: { x: Tensor }, attrs: PoolAttributes, k): Tensor => {
    const w = poolWindow(x.shape, attrs);
    const y = k.make([w.batch, w.outHeight, w.outWidth, w.channels], "float32");
    k.call(operation, [x, y, ...geometry(w)], { work: sizeOf(x) });
    return y;
  });
}

export const avgPoolConfig = /* @__PURE__ */ pooling("AvgPool", "avg_pool");
export const maxPoolConfig = /* @__PURE__ */ pooling("MaxPool", "max_pool");

interface MaxPoolGradAttributes extends PoolAttributes {
  /** Whether the images are what relu gave: maxima that are not above 0 pass nothing on. */
  mask?: boolean;
}

export const maxPoolGradConfig = /* @__PURE__ */ kernel(
  "MaxPoolGrad",
  ({ dy, input }: MaxPoolGradInputs, { mask = false, ...attrs }: MaxPoolGradAttributes, k): Tensor => {
    const dx = k.make(input.shape, "float32");
    k.call("max_pool_grad", [dy, input, dx, ...geometry(poolWindow(input.shape, attrs)), Number(mask)], { work: sizeOf(input) });
    return dx;
  },
);

export const avgPoolGradConfig = /* @__PURE__ */ kernel(
  "AvgPoolGrad",
  ({ dy, input }: { dy: Tensor; input: Tensor }, attrs: PoolAttributes, k): Tensor => {
    const dx = k.make(input.shape, "float32");
    k.call("avg_pool_grad", [dy, dx, ...geometry(poolWindow(input.shape, attrs))], { work: sizeOf(input) });
    return dx;
  },
);
