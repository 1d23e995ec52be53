/**
 * Pictures as arrays of a declared shape, 0 to 255. Scaled by our own area average, since each browser's canvas scales in
 * its own way. With an alpha channel, colours are as the file has them; without one, transparent pixels count as black, as
 * an empty drawing pad does.
 */

import type { Dim } from "./contract.js";
import { describe } from "./describe.js";
import type { Numbers } from "./inputs.js";
import { straightPixels } from "./straight_alpha.js";

export type Picture = ImageData | Blob | Exclude<CanvasImageSource, SVGImageElement>;

/** Rows of [red, green, blue, alpha], 0 to 255. */
export interface Pixels {
  width: number;
  height: number;
  data: ArrayLike<number>;
}

function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1); // which holds across frames, as instanceof does not
}

export function isPicture(value: unknown): value is Picture {
  return ["ImageData", "ImageBitmap", "HTMLCanvasElement", "OffscreenCanvas", "HTMLImageElement", "HTMLVideoElement",
    "VideoFrame", "Blob", "File"].includes(kindOf(value));
}

function sizeOf(source: Exclude<Picture, Blob>): [width: number, height: number] {
  const sizes = source as { naturalWidth?: number; naturalHeight?: number; videoWidth?: number; videoHeight?: number;
    displayWidth?: number; displayHeight?: number; width: number; height: number };
  // A video has sizes before it has a picture.
  if (kindOf(source) === "HTMLVideoElement" && (source as HTMLVideoElement).readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return [0, 0];
  return [
    sizes.naturalWidth ?? sizes.videoWidth ?? sizes.displayWidth ?? sizes.width,
    sizes.naturalHeight ?? sizes.videoHeight ?? sizes.displayHeight ?? sizes.height,
  ];
}

function drawnPixels(source: CanvasImageSource, width: number, height: number): Pixels {
  const canvas = globalThis.OffscreenCanvas ? new OffscreenCanvas(width, height)
    : Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
  context.drawImage(source, 0, 0);
  return context.getImageData(0, 0, width, height);
}

/** Numbers of the file itself: training data were decoded without regard to its colour profile. */
async function decoded(file: Blob | HTMLImageElement): Promise<ImageBitmap> {
  return createImageBitmap(file, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
}

async function pixels(picture: Picture, hasAlpha: boolean): Promise<Pixels> {
  const kind = kindOf(picture);
  if (kind === "ImageData") {
    const { width, height, data } = picture as ImageData;
    if (data.length !== 4 * width * height) throw new Error("its memory was transferred");
    // Numbers of 16 bits, which some browsers have, go from 0 to 1.
    return { width, height, data: /Float/.test(kindOf(data)) ? Array.from(data, (value) => 255 * value) : data };
  }
  const isFile = kind === "Blob" || kind === "File";
  let bitmap = isFile ? await decoded(picture as Blob) : undefined;
  const [width, height] = sizeOf(bitmap ?? picture as Exclude<Picture, Blob>);
  if (!width || !height) throw new Error("it has 0 pixels; wait until it has loaded");
  if (kind === "HTMLImageElement") {
    bitmap = await decoded(picture as HTMLImageElement).catch(() => undefined); // a drawing (SVG) has no numbers of its own
  }
  try {
    const source = bitmap ?? picture as Exclude<Picture, Blob | ImageData>;
    return (hasAlpha && straightPixels(source, width, height)) || drawnPixels(source, width, height);
  } finally {
    bitmap?.close();
  }
}

async function readPixels(what: string, picture: Picture, hasAlpha: boolean): Promise<Pixels> {
  try {
    return await pixels(picture, hasAlpha);
  } catch (error) {
    const { name, message } = error as Error;
    const why = name === "SecurityError"
      ? "it shows pixels of another origin; serve them with CORS, and load them with crossorigin=\"anonymous\"" : message;
    throw new TypeError(`${what}: expected a picture that this browser can read, received ${describe(picture)}: ${why}.`.replace(/\.\.$/, "."));
  }
}

type Share = [from: number, weights: number[]];

/** How much each of `size` source pixels counts in each of `target` pixels: the share of it that lies inside. */
function shares(size: number, target: number): Share[] {
  const step = size / target;
  return Array.from({ length: target }, (_, i) => {
    const start = i * step, end = (i + 1) * step;
    const from = Math.floor(start);
    const weights = [];
    for (let at = from; at < end - 1e-9; at++) weights.push((Math.min(at + 1, end) - Math.max(at, start)) / step);
    return [from, weights];
  });
}

/** The average of an area: [red, green, blue, alpha], the colours times alpha; with `straight`, as they are. */
function average({ width, data }: Pixels, [top, rows]: Share, [left, columns]: Share, straight: boolean): number[] {
  const sum = [0, 0, 0, 0], plain = [0, 0, 0];
  rows.forEach((rowShare, dy) => columns.forEach((columnShare, dx) => {
    const at = 4 * ((top + dy) * width + left + dx);
    const share = rowShare * columnShare;
    const alpha = data[at + 3]! / 255;
    for (let c = 0; c < 3; c++) {
      sum[c]! += data[at + c]! * alpha * share;
      plain[c]! += data[at + c]! * share;
    }
    sum[3]! += 255 * alpha * share;
  }));
  if (!straight) return sum;
  const alpha = sum[3]! / 255;
  return [...(alpha ? sum.slice(0, 3).map((value) => value / alpha) : plain), sum[3]!];
}

export async function toImage(what: string, picture: Picture, shape: Dim[]): Promise<Numbers> {
  const [height, width, channels] = shape.slice(-3) as [number, number, number];
  const source = await readPixels(what, picture, channels === 4);
  const data = new Uint8Array(height * width * channels);
  const columns = shares(source.width, width);
  shares(source.height, height).forEach((rows, y) => columns.forEach((column, x) => {
    const [r, g, b, alpha] = average(source, rows, column, channels === 4) as [number, number, number, number];
    const values = channels === 1 ? [0.299 * r + 0.587 * g + 0.114 * b] : [r, g, b, alpha]; // Rec. 601
    for (let c = 0; c < channels; c++) data[(y * width + x) * channels + c] = Math.round(values[c]!);
  }));
  return { shape: [height, width, channels], data };
}
