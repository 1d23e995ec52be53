/**
 * Pictures as host arrays of a declared shape, 0 to 255. Scaled by our own area average, since each browser's canvas
 * scales in its own way. Transparent pixels count as black, as an empty drawing pad is. Loaded with the first picture.
 */

import type { Dim, HostArray } from "./contract.js";

export type Picture = ImageData | Blob | Exclude<CanvasImageSource, SVGImageElement>;

export function isPicture(value: unknown): value is Picture {
  return ["ImageData", "ImageBitmap", "HTMLCanvasElement", "OffscreenCanvas", "HTMLImageElement", "HTMLVideoElement",
    "VideoFrame", "Blob", "File"].includes(Object.prototype.toString.call(value).slice(8, -1));
}

async function pixels(picture: Picture): Promise<{ width: number; height: number; data: Uint8ClampedArray }> {
  if ("data" in picture) return picture;
  const source = picture instanceof Blob ? await createImageBitmap(picture) : picture;
  const sizes = source as { naturalWidth?: number; naturalHeight?: number; videoWidth?: number; videoHeight?: number;
    displayWidth?: number; displayHeight?: number; width: number; height: number };
  const width = sizes.naturalWidth ?? sizes.videoWidth ?? sizes.displayWidth ?? sizes.width;
  const height = sizes.naturalHeight ?? sizes.videoHeight ?? sizes.displayHeight ?? sizes.height;
  if (!width || !height) throw new Error("Expected a picture, received one of 0 pixels: wait until it has loaded.");
  const canvas = globalThis.OffscreenCanvas ? new OffscreenCanvas(width, height)
    : Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
  context.drawImage(source, 0, 0);
  return context.getImageData(0, 0, width, height);
}

/** How much each of `size` source pixels counts in each of `target` pixels: the share of it that lies inside. */
function shares(size: number, target: number): [from: number, weights: number[]][] {
  const step = size / target;
  return Array.from({ length: target }, (_, i) => {
    const start = i * step, end = (i + 1) * step;
    const from = Math.floor(start);
    const weights = [];
    for (let at = from; at < end - 1e-9; at++) weights.push((Math.min(at + 1, end) - Math.max(at, start)) / step);
    return [from, weights];
  });
}

export async function toImage(picture: Picture, shape: Dim[]): Promise<HostArray> {
  const [height, width, channels] = shape.slice(-3) as [number, number, number];
  const source = await pixels(picture);
  const data = new Uint8Array(height * width * channels);
  const columns = shares(source.width, width);
  shares(source.height, height).forEach(([top, rowShares], y) => columns.forEach(([left, columnShares], x) => {
    const rgba = [0, 0, 0, 0];
    rowShares.forEach((rowShare, dy) => columnShares.forEach((columnShare, dx) => {
      const at = 4 * ((top + dy) * source.width + left + dx);
      const share = rowShare * columnShare;
      const alpha = source.data[at + 3]! / 255;
      for (let c = 0; c < 3; c++) rgba[c]! += source.data[at + c]! * alpha * share;
      rgba[3]! += 255 * alpha * share;
    }));
    const [r, g, b] = rgba as [number, number, number];
    const values = channels === 1 ? [0.299 * r + 0.587 * g + 0.114 * b] : rgba; // Rec. 601
    for (let c = 0; c < channels; c++) data[(y * width + x) * channels + c] = Math.round(values[c]!);
  }));
  return { shape: [height, width, channels], dtype: "uint8", data };
}
