/** Photographs as a model's input. Imported when the first one is uploaded. */

import type { HostArray } from "./contract.js";
import { normalizeDigit, type Grey } from "./digit.js";
import { h } from "./dom.js";

/** A photo of a digit needs no more detail than this, and phones make pictures of fifty million pixels. */
const SIDE = 560;

/** An image file as the array that a parameter of this shape takes; a digit goes through MNIST's steps. */
export async function readPhoto(file: File, shape: readonly number[], digit: boolean): Promise<HostArray> {
  const [height = 1, width = 1, channels = 1] = shape;
  const draw = (picture: ImageBitmap) => (digit ? whole(picture, SIDE) : cover(picture, width, height));
  const pixels = await pixelsOf(file, draw).catch(() => {
    throw new Error(`“${file.name}” is not an image that this browser can read.`);
  });
  if (!digit) return colourArray(pixels, channels);
  const data = normalizeDigit(inkOfPhoto(pixels), width);
  if (!data) throw new Error(`“${file.name}” shows nothing that stands out from its background.`);
  return { shape: [height, width, 1], dtype: "uint8", data };
}

/** Browsers decode some files that they let no page read: drawings (SVG) with HTML in them. */
async function pixelsOf(file: File, draw: (picture: ImageBitmap) => ImageData): Promise<ImageData> {
  const picture = await decoded(file);
  try {
    return draw(picture);
  } finally {
    picture.close();
  }
}

/** A drawing (SVG) is no bitmap, but an element draws it; one that names no size gets ours. */
async function decoded(file: File): Promise<ImageBitmap> {
  // As the file has it: a colour profile would move the greys, as it does for no image of a data set.
  if (file.type !== "image/svg+xml") return createImageBitmap(file, { colorSpaceConversion: "none" });
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const size = Math.max(image.naturalWidth, image.naturalHeight);
    const scale = SIDE / (size || SIDE);
    const canvas = h("canvas", { width: Math.max(1, Math.round((image.naturalWidth || SIDE) * scale)), height: Math.max(1, Math.round((image.naturalHeight || SIDE) * scale)) });
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await createImageBitmap(canvas);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * The ink of any picture of a digit: dark on light is turned round, and the paper, which the border shows, becomes 0.
 * Transparent pixels count as white paper.
 */
export function inkOfPhoto({ width, height, data }: { width: number; height: number; data: Uint8ClampedArray }): Grey {
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    const alpha = data[4 * i + 3]! / 255;
    const luma = 0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!; // Rec. 601
    grey[i] = Math.round(luma * alpha + 255 * (1 - alpha));
  }
  const border: number[] = [];
  for (let x = 0; x < width; x++) border.push(grey[x]!, grey[(height - 1) * width + x]!);
  for (let y = 0; y < height; y++) border.push(grey[y * width]!, grey[y * width + width - 1]!);
  const paper = border.sort((a, b) => a - b)[border.length >> 1]!;

  const dark = paper > 127;
  const strength = grey.map((value) => Math.max(0, dark ? paper - value : value - paper));
  const strongest = strength.reduce((a, b) => Math.max(a, b), 1);
  // A quarter of the strongest ink is shadow and paper grain; below that it would widen the box around the digit.
  for (let i = 0; i < strength.length; i++) {
    const share = strength[i]! / strongest;
    strength[i] = share < 0.25 ? 0 : Math.round(255 * share);
  }
  return { width, height, data: strength };
}

/** The middle of a picture, scaled to cover `width` x `height`, as pixels. */
function cover(picture: ImageBitmap, width: number, height: number): ImageData {
  const canvas = h("canvas", { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  const scale = Math.max(width / picture.width, height / picture.height);
  const w = picture.width * scale, hh = picture.height * scale;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, (width - w) / 2, (height - hh) / 2, w, hh);
  return context.getImageData(0, 0, width, height);
}

/** The whole of a picture, at most `side` pixels wide and high. */
function whole(picture: ImageBitmap, side: number): ImageData {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  return cover(picture, Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
}

function colourArray(pixels: ImageData, channels: number): HostArray {
  const { width, height } = pixels;
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < width * height; i++) {
    const [r, g, b] = pixels.data.subarray(4 * i, 4 * i + 3) as unknown as [number, number, number];
    if (channels === 1) data[i] = Math.round(0.299 * r + 0.587 * g + 0.114 * b); // Rec. 601
    else for (let c = 0; c < channels; c++) data[i * channels + c] = pixels.data[4 * i + c]!;
  }
  return { shape: [height, width, channels], dtype: "uint8", data };
}
