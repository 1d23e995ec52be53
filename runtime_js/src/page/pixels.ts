/** Images between canvases and host arrays. */

import type { HostArray } from "./contract.js";
import { h } from "./dom.js";

/** A canvas of the image's own size (a style sheet scales it), for values 0 to 255 or, in float32, 0 to 1. */
export function imageCanvas(image: HostArray, description: string): HTMLCanvasElement {
  const canvas = h("canvas", { class: "pixels", role: "img", "aria-label": description });
  paint(canvas, image);
  return canvas;
}

/** `white` is the value of full light; without it the image's own values tell. Of a batch the first image. */
export function paint(canvas: HTMLCanvasElement, image: HostArray, white = brightest(image)): void {
  const [height = 1, width = 1, channels = 1] = image.shape.length > 3 ? image.shape.slice(-3) : image.shape;
  const scale = 255 / white;
  canvas.width = width;
  canvas.height = height;
  const pixels = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = scale * image.data[i * channels + (channels >= 3 ? c : 0)]!;
    pixels.data[4 * i + 3] = channels === 4 ? scale * image.data[4 * i + 3]! : 255;
  }
  canvas.getContext("2d")!.putImageData(pixels, 0, 0);
}

function brightest({ dtype, data }: HostArray): number {
  return dtype === "float32" && data.every((value) => value <= 1) ? 1 : 255;
}
