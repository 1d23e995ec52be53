/** The geometry of a 2-D convolution, NHWC, as tfjs's attributes give it. */

import { computeConv2DInfo } from "@tensorflow/tfjs-core/dist/ops/conv_util.js";

export interface ConvAttributes {
  strides: [number, number];
  dilations: [number, number];
  /** Explicit pads cover all four dimensions. */
  pad: "valid" | [number, number][];
}

/** All but the batch, which differs from call to call. */
export interface ConvWindow {
  inHeight: number;
  inWidth: number;
  channels: number;
  outHeight: number;
  outWidth: number;
  filters: number;
  height: number;
  width: number;
  strideHeight: number;
  strideWidth: number;
  dilationHeight: number;
  dilationWidth: number;
  padTop: number;
  padLeft: number;
}

export function convWindow(shape: number[], filterShape: number[], attributes: ConvAttributes): ConvWindow {
  const { strides, dilations, pad } = attributes;
  const info = computeConv2DInfo(shape, filterShape, strides, dilations, pad);
  return {
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    channels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    filters: info.outChannels,
    height: info.filterHeight,
    width: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}
