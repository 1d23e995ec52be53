/** Convolutions of images on wasm, of all channels or of each by itself, and their gradients. */

import type { Tensor } from "../../backends/backend.js";
import { kernel, type CallOptions, type OwnKernel } from "../../engine/kernel.js";
import { convWindow, type ConvAttributes } from "../conv_window.js";

type Fused = ConvAttributes & { activation?: "linear" | "relu" };
type ToInput = ConvAttributes & { inputShape: number[] };
type ToFilter = ConvAttributes & { filterShape: number[] };

export const conv2DConfig = /* @__PURE__ */ convolution("Conv2D", false);
export const fusedConv2DConfig = /* @__PURE__ */ convolution("FusedConv2D", false);
export const depthwiseConv2dNativeConfig = /* @__PURE__ */ convolution("DepthwiseConv2dNative", true);
export const fusedDepthwiseConv2DConfig = /* @__PURE__ */ convolution("FusedDepthwiseConv2D", true);

export const conv2DBackpropInputConfig = /* @__PURE__ */ toInput("Conv2DBackpropInput", false);
export const maskedConv2DBackpropInputConfig = /* @__PURE__ */ toInput("MaskedConv2DBackpropInput", false);
export const depthwiseBackpropInputConfig = /* @__PURE__ */ toInput("DepthwiseBackpropInput", true);
export const maskedDepthwiseBackpropInputConfig = /* @__PURE__ */ toInput("MaskedDepthwiseBackpropInput", true);

export const conv2DBackpropFilterConfig = /* @__PURE__ */ toFilter("Conv2DBackpropFilter", false);
export const depthwiseBackpropFilterConfig = /* @__PURE__ */ toFilter("DepthwiseBackpropFilter", true);

function convolution(name: string, each: boolean): OwnKernel {
  return kernel(name, ({ x, filter, bias }: { x: Tensor; filter: Tensor; bias?: Tensor }, attrs: Fused, k): Tensor => {
    const window = geometry(x.shape, filter.shape, attrs, each);
    const y = k.make(window.outShape, "float32");
    k.call("conv2d", [x, filter, bias ?? 0, y, Number(attrs.activation === "relu"), ...window.words], window);
    return y;
  });
}

/** Where `y` is not above 0, neither is the result. */
function toInput(name: string, each: boolean): OwnKernel {
  return kernel(name, ({ dy, filter, y }: { dy: Tensor; filter: Tensor; y?: Tensor }, attrs: ToInput, k): Tensor => {
    const window = geometry(attrs.inputShape, filter.shape, attrs, each);
    const dx = k.make(attrs.inputShape, "float32");
    k.call("conv2d_to_input", [dy, filter, y ?? 0, dx, ...window.words], window);
    return dx;
  });
}

function toFilter(name: string, each: boolean): OwnKernel {
  return kernel(name, ({ x, dy }: Record<"x" | "dy", Tensor>, attrs: ToFilter, k): Tensor => {
    const window = geometry(x.shape, attrs.filterShape, attrs, each);
    const dw = k.make(attrs.filterShape, "float32");
    k.call("conv2d_to_filter", [x, dy, dw, ...window.words], window);
    return dw;
  });
}

/** `words`: how many filters each channel has of its own, or 0, and `Window` of conv.c. */
function geometry(shape: number[], filter: number[], attrs: ConvAttributes, each: boolean): CallOptions & { outShape: number[]; words: number[] } {
  const w = convWindow(shape, filter, attrs), batch = shape[0]!;
  const filters = each ? w.channels * w.filters : w.filters, pixels = batch * w.outHeight * w.outWidth;
  return {
    outShape: [batch, w.outHeight, w.outWidth, filters],
    work: pixels * filters * w.height * w.width * (each ? 1 : w.channels),
    words: [
      each ? w.filters : 0, batch, w.inHeight, w.inWidth, w.channels, w.outHeight, w.outWidth, filters, w.height, w.width, w.strideHeight,
      w.strideWidth, w.dilationHeight, w.dilationWidth, w.padTop, w.padLeft,
    ],
  };
}
