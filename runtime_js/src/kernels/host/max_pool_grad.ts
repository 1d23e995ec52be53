/**
 * The gradient of max pooling over typed arrays, for cpu and wasm.
 *
 * The first maximum of a window, in row-major order, takes the window's whole gradient, as in TensorFlow. tfjs's wasm
 * kernel gives it to the last one, and to none where the maximum is not positive.
 */

import type { PoolWindow } from "../pool_window.js";

/** Writes all of `dx`: for each window, dx[first argmax x] += dy. */
export function maxPoolGrad(dx: Float32Array, dy: Float32Array, x: Float32Array, window: PoolWindow): void {
  const { batch, inHeight, inWidth, channels, outHeight, outWidth, strideHeight, strideWidth } = window;
  dx.fill(0);
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
        for (let channel = 0; channel < channels; channel++, out++) {
          let at = first + channel;
          for (let row = top, start = at; row < bottom; row++, start += rowSize) {
            for (let column = left, i = start; column < right; column++, i += channels) {
              // Without a branch, which a processor guesses wrong for half of the elements: 1 becomes all ones.
              at += (i - at) & -Number(x[i]! > x[at]!);
            }
          }
          dx[at]! += dy[out]!;
        }
      }
    }
  }
}
