/** The geometry of a 2-D pooling, NHWC, as tfjs's attributes give it. */

import type { Tensor } from "../backends/backend.js";
import { outputs } from "./conv_window.js";

export interface PoolAttributes {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  /** Explicit pads cover all four dimensions. */
  pad: "valid" | [number, number][];
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

export function poolWindow(shape: number[], { filterSize, strides, pad }: PoolAttributes): PoolWindow {
  const [batch, inHeight, inWidth, channels] = shape as [number, number, number, number];
  const [height, width] = pair(filterSize), [strideHeight, strideWidth] = pair(strides);
  const [outHeight, padTop] = outputs(inHeight, height, strideHeight, 1, pad, 1);
  const [outWidth, padLeft] = outputs(inWidth, width, strideWidth, 1, pad, 2);
  return { batch, inHeight, inWidth, channels, outHeight, outWidth, height, width, strideHeight, strideWidth, padTop, padLeft };
}

function pair(value: [number, number] | number): [number, number] {
  return typeof value === "number" ? [value, value] : value;
}
