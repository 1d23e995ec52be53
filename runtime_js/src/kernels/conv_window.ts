/** The geometry of a 2-D convolution, NHWC, as tfjs's attributes give it. */

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
  const { strides: [strideHeight, strideWidth], dilations: [dilationHeight, dilationWidth], pad } = attributes;
  const [, inHeight, inWidth, channels] = shape as [number, number, number, number];
  const [height, width, , filters] = filterShape as [number, number, number, number];
  const [outHeight, padTop] = outputs(inHeight, height, strideHeight, dilationHeight, pad, 1);
  const [outWidth, padLeft] = outputs(inWidth, width, strideWidth, dilationWidth, pad, 2);
  return {
    inHeight, inWidth, channels, outHeight, outWidth, filters, height, width, strideHeight, strideWidth, dilationHeight, dilationWidth,
    padTop, padLeft,
  };
}

/** How many places a window of `taps` has along an axis, and how far the first one begins before it. */
export function outputs(
  size: number, taps: number, stride: number, dilation: number, pad: ConvAttributes["pad"], axis: number,
): [count: number, before: number] {
  const [before, after] = pad === "valid" ? [0, 0] : pad[axis]!;
  return [Math.floor((size + before + after - (taps - 1) * dilation - 1) / stride) + 1, before];
}
