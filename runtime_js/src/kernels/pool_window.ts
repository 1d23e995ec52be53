/** The geometry of a 2-D pooling, NHWC, as tfjs's attributes give it. */

import { computePool2DInfo } from "@tensorflow/tfjs-core/dist/ops/conv_util.js";
import type { Tensor } from "../backends/backend.js";

export interface PoolAttributes {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  /** Explicit pads cover all four dimensions. */
  pad: "valid" | [number, number][];
  dimRoundingMode?: "floor" | "round" | "ceil";
}

export interface PoolWindow {
  batch: number;
  inHeight: number;
  inWidth: number;
  channels: number;
  outHeight: number;
  outWidth: number;
  height: number;
  width: number;
  strideHeight: number;
  strideWidth: number;
  padTop: number;
  padLeft: number;
}

export interface MaxPoolGradInputs {
  dy: Tensor;
  input: Tensor;
  output: Tensor;
}

export function poolWindow(shape: number[], attributes: PoolAttributes): PoolWindow {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const info = computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  return {
    batch: info.batchSize,
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    channels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    height: info.filterHeight,
    width: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}
