/**
 * A drawn or photographed digit, brought into the form of MNIST's. From the description of the data set: "the original
 * black and white images were size normalized to fit in a 20x20 pixel box while preserving their aspect ratio. The
 * resulting images contain grey levels as a result of the anti-aliasing technique. The images were centered in a 28x28
 * image by computing the center of mass of the pixels." A network that saw only such images needs the same of ours.
 */

/** Grey values, 0 (background) to 255 (ink), row by row. */
export interface Grey {
  width: number;
  height: number;
  data: Uint8Array | Uint8ClampedArray;
}

interface Box { left: number; top: number; width: number; height: number }

/** Fits the ink into a box of 20/28 of `size`, centres its mass, and returns size * size grey values; null without ink. */
export function normalizeDigit(image: Grey, size = 28): Uint8Array | null {
  const ink = inkBox(image, 16);
  if (!ink) return null;
  const box = Math.round((size * 20) / 28);
  const scale = box / Math.max(ink.width, ink.height);
  const width = Math.max(1, Math.round(ink.width * scale));
  const height = Math.max(1, Math.round(ink.height * scale));
  const small = resample(image, ink, width, height);

  let mass = 0, massX = 0, massY = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = small[y * width + x]!;
      mass += value;
      massX += value * (x + 0.5);
      massY += value * (y + 0.5);
    }
  }
  // Whole pixels keep the strokes sharp; the clamp keeps lopsided ink inside the frame.
  const left = clamp(Math.round(size / 2 - massX / mass), 0, size - width);
  const top = clamp(Math.round(size / 2 - massY / mass), 0, size - height);
  const digit = new Uint8Array(size * size);
  for (let y = 0; y < height; y++) {
    digit.set(small.subarray(y * width, (y + 1) * width), (top + y) * size + left);
  }
  return digit;
}

function inkBox({ width, height, data }: Grey, threshold: number): Box | null {
  let left = width, right = -1, top = height, bottom = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x]! <= threshold) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Area average: each target pixel is the mean of the source rectangle that it covers, fractions of pixels included. */
function resample(image: Grey, from: Box, width: number, height: number): Uint8Array {
  const stepX = from.width / width, stepY = from.height / height;
  const result = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const y0 = from.top + y * stepY, y1 = Math.min(y0 + stepY, image.height);
    for (let x = 0; x < width; x++) {
      const x0 = from.left + x * stepX, x1 = Math.min(x0 + stepX, image.width);
      let sum = 0;
      for (let sy = Math.floor(y0); sy < y1; sy++) {
        const weightY = Math.min(sy + 1, y1) - Math.max(sy, y0);
        for (let sx = Math.floor(x0); sx < x1; sx++) {
          sum += image.data[sy * image.width + sx]! * weightY * (Math.min(sx + 1, x1) - Math.max(sx, x0));
        }
      }
      result[y * width + x] = Math.round(sum / (stepX * stepY));
    }
  }
  return result;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
