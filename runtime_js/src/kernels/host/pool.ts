/** Pooling over typed arrays, for cpu and wasm. A NaN in a window is its result: tfjs's kernels lose it. */

import type { PoolWindow } from "../pool_window.js";

/** Writes all of `y`: the maximum of each window, or the mean of those of its elements that are in the image. */
export function pool(y: Float32Array, x: Float32Array, window: PoolWindow, mean: boolean): void {
  const { batch, inHeight, inWidth, channels, outHeight, outWidth, strideHeight, strideWidth } = window;
  const rowSize = inWidth * channels;
  let out = 0;
  for (let b = 0; b < batch; b++) {
    const image = b * inHeight * rowSize;
    for (let outRow = 0; outRow < outHeight; outRow++) {
      const corner = outRow * strideHeight - window.padTop;
      const top = Math.max(corner, 0);
      const bottom = Math.min(corner + window.height, inHeight);
      for (let outColumn = 0; outColumn < outWidth; outColumn++) {
        const edge = outColumn * strideWidth - window.padLeft;
        const left = Math.max(edge, 0);
        const right = Math.min(edge + window.width, inWidth);
        const first = image + top * rowSize + left * channels;
        const count = (bottom - top) * (right - left);
        for (let channel = 0; channel < channels; channel++, out++) {
          let sum = 0;
          let most = x[first + channel]!;
          for (let row = top, start = first + channel; row < bottom; row++, start += rowSize) {
            for (let column = left, i = start; column < right; column++, i += channels) {
              const value = x[i]!;
              sum += value;
              most = Math.max(most, value);
            }
          }
          y[out] = mean ? sum / count : most;
        }
      }
    }
  }
}
