/**
 * The two gradients of a depthwise convolution over typed arrays, for cpu and wasm.
 *
 * A row of the images is held channel by channel and padded, so that the innermost loop runs along it without tests, for
 * three taps at a time. tfjs has no such kernels on wasm; on cpu they take up to 400 times as long.
 */

import type { ConvWindow } from "../conv_window.js";

/** The row of the kernel and the row of the outputs that meet in a row of the image. */
type Meeting = readonly [tapRow: number, outRow: number];

/** The meetings of each row of an image. */
function meetings({ inHeight, outHeight, height, strideHeight, dilationHeight, padTop }: ConvWindow): Meeting[][] {
  return Array.from({ length: inHeight }, (_, y) =>
    Array.from({ length: height }, (_, i): Meeting => [i, (y + padTop - i * dilationHeight) / strideHeight]).filter(
      ([, outRow]) => outRow >= 0 && outRow < outHeight && Number.isInteger(outRow),
    ),
  );
}

/** Room for a row of one channel, with what taps reach on both sides; three are read at a time. */
function rowLength({ inWidth, width, strideWidth, dilationWidth, outWidth, padLeft }: ConvWindow): number {
  return Math.max((outWidth - 1) * strideWidth + (width + 1) * dilationWidth + 1, inWidth + padLeft);
}

/** Writes all of `dk`: for each tap the sum of x * dy over the pixels. */
export function depthwiseBackpropFilter(
  dk: Float32Array,
  x: Float32Array,
  dy: Float32Array,
  batch: number,
  window: ConvWindow,
): void {
  const { inWidth, channels, filters, width, strideWidth, dilationWidth, outHeight, outWidth, padLeft } = window;
  const outputs = channels * filters;
  const rows = meetings(window);
  const length = rowLength(window);
  const row = new Float64Array(length * channels);
  let next = 0;
  dk.fill(0);
  for (let b = 0; b < batch; b++) {
    for (const met of rows) {
      for (let column = 0; column < inWidth; column++) {
        for (let channel = 0, i = padLeft + column; channel < channels; channel++, i += length) row[i] = x[next++]!;
      }
      for (const [tapRow, outRow] of met) {
        const from = (b * outHeight + outRow) * outWidth * outputs;
        for (let output = 0; output < outputs; output++) {
          const start = Math.floor(output / filters) * length;
          for (let j = 0; j < width; j += 3) {
            let first = 0;
            let second = 0;
            let third = 0;
            for (let column = 0, i = start + j * dilationWidth, at = from + output; column < outWidth; column++) {
              const g = dy[at]!;
              first += g * row[i]!;
              second += g * row[i + dilationWidth]!;
              third += g * row[i + 2 * dilationWidth]!;
              i += strideWidth;
              at += outputs;
            }
            const tap = (tapRow * width + j) * outputs + output;
            dk[tap]! += first;
            if (j + 1 < width) dk[tap + outputs]! += second;
            if (j + 2 < width) dk[tap + 2 * outputs]! += third;
          }
        }
      }
    }
  }
}

/** Writes all of `dx`: for each pixel the sum of dy * k over the taps that read it. */
export function depthwiseBackpropInput(
  dx: Float32Array,
  dy: Float32Array,
  k: Float32Array,
  batch: number,
  window: ConvWindow,
): void {
  const { inWidth, channels, filters, width, strideWidth, dilationWidth, outHeight, outWidth, padLeft } = window;
  const outputs = channels * filters;
  const rows = meetings(window);
  const length = rowLength(window);
  const row = new Float64Array(length * channels);
  let next = 0;
  for (let b = 0; b < batch; b++) {
    for (const met of rows) {
      row.fill(0);
      for (const [tapRow, outRow] of met) {
        const from = (b * outHeight + outRow) * outWidth * outputs;
        for (let output = 0; output < outputs; output++) {
          const start = Math.floor(output / filters) * length;
          for (let j = 0; j < width; j += 3) {
            const tap = (tapRow * width + j) * outputs + output;
            const taps = width - j;
            const first = k[tap]!;
            const second = taps > 1 ? k[tap + outputs]! : 0;
            const third = taps > 2 ? k[tap + 2 * outputs]! : 0;
            for (let column = 0, i = start + j * dilationWidth, at = from + output; column < outWidth; column++) {
              const g = dy[at]!;
              row[i]! += g * first;
              if (taps > 1) row[i + dilationWidth]! += g * second; // 0 times infinity would be NaN
              if (taps > 2) row[i + 2 * dilationWidth]! += g * third;
              i += strideWidth;
              at += outputs;
            }
          }
        }
      }
      for (let column = 0; column < inWidth; column++) {
        for (let channel = 0, i = padLeft + column; channel < channels; channel++, i += length) dx[next++] = row[i]!;
      }
    }
  }
}
