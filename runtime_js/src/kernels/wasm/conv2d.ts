/** Convolutions of images on wasm, and their gradients. */

import type { Tensor } from "../../backends/backend.js";
import { kernel, type Executor, type Operand } from "../../engine/kernel.js";
import { convWindow, type ConvAttributes, type ConvWindow } from "../conv_window.js";

type Fused = ConvAttributes & { activation?: "linear" | "relu" };
type ToInput = ConvAttributes & { inputShape: number[] };
type ToFilter = ConvAttributes & { filterShape: number[] };

export const conv2DConfig = /* @__PURE__ */ kernel(
  "Conv2D",
  ({ x, filter }: Record<"x" | "filter", Tensor>, attrs: ConvAttributes, k): Tensor => convolve(x, filter, 0, attrs, k),
);

export const fusedConv2DConfig = /* @__PURE__ */ kernel(
  "FusedConv2D",
  ({ x, filter, bias }: { x: Tensor; filter: Tensor; bias?: Tensor }, attrs: Fused, k): Tensor => convolve(x, filter, bias ?? 0, attrs, k),
);

export const conv2DBackpropInputConfig = /* @__PURE__ */ kernel(
  "Conv2DBackpropInput",
  ({ dy, filter }: Record<"dy" | "filter", Tensor>, attrs: ToInput, k): Tensor => spread(dy, filter, 0, attrs, k),
);

export const maskedConv2DBackpropInputConfig = /* @__PURE__ */ kernel(
  "MaskedConv2DBackpropInput",
  ({ dy, filter, y }: Record<"dy" | "filter" | "y", Tensor>, attrs: ToInput, k): Tensor => spread(dy, filter, y, attrs, k),
);

export const conv2DBackpropFilterConfig = /* @__PURE__ */ kernel(
  "Conv2DBackpropFilter",
  ({ x, dy }: Record<"x" | "dy", Tensor>, attrs: ToFilter, k): Tensor => {
    const window = convWindow(x.shape, attrs.filterShape, attrs), batch = x.shape[0]!;
    const dw = k.make(attrs.filterShape, "float32");
    k.call("conv2d_to_filter", [x, dy, dw, ...geometry(batch, window)], { work: workOf(batch, window) });
    return dw;
  },
);

function convolve(x: Tensor, filter: Tensor, bias: Operand, attrs: Fused, k: Executor): Tensor {
  const window = convWindow(x.shape, filter.shape, attrs), batch = x.shape[0]!;
  const y = k.make([batch, window.outHeight, window.outWidth, window.filters], "float32");
  k.call("conv2d", [x, filter, bias, y, Number(attrs.activation === "relu"), ...geometry(batch, window)], { work: workOf(batch, window) });
  return y;
}

/** `mask`: where this is not above 0, so is the result. */
function spread(dy: Tensor, filter: Tensor, mask: Operand, attrs: ToInput, k: Executor): Tensor {
  const window = convWindow(attrs.inputShape, filter.shape, attrs), batch = dy.shape[0]!;
  const dx = k.make(attrs.inputShape, "float32");
  k.call("conv2d_to_input", [dy, filter, mask, dx, ...geometry(batch, window)], { work: workOf(batch, window) });
  return dx;
}

/** As `Window` of conv.c. */
function geometry(batch: number, w: ConvWindow): number[] {
  return [
    batch, w.inHeight, w.inWidth, w.channels, w.outHeight, w.outWidth, w.filters, w.height, w.width, w.strideHeight, w.strideWidth,
    w.dilationHeight, w.dilationWidth, w.padTop, w.padLeft,
  ];
}

function workOf(batch: number, w: ConvWindow): number {
  return batch * w.outHeight * w.outWidth * w.filters * w.height * w.width * w.channels;
}
