/**
 * Where a digit is drawn with a mouse, a finger or a pen, or a picture is put. White on black, as in MNIST, in both
 * themes; what is handed on went through the same steps as MNIST's own images (digit.ts).
 */

import type { HostArray } from "./contract.js";
import { normalizeDigit } from "./digit.js";
import { h } from "./dom.js";
import { paint } from "./pixels.js";

const SIDE = 280;
/** A drawn digit is about 200 pixels high and becomes 20: this gives MNIST's strokes of two to three pixels. */
const STROKE = 24;

export interface DrawingPad {
  element: HTMLElement;
  enable(enabled: boolean): void;
}

export interface PadActions {
  /** null: the pad is empty. */
  change(image: HostArray | null): void;
  fail(error: unknown): void;
}

export function drawingPad(shape: readonly number[], act: PadActions): DrawingPad {
  const [height = 28, width = 28, channels = 1] = shape;
  const drawable = channels === 1 && height === width;
  const canvas = h("canvas", {
    class: drawable ? "pad" : "pad picture",
    width: SIDE,
    height: Math.round((SIDE * height) / width),
    role: "img",
    "aria-label": drawable ? "Drawing area. Draw with a mouse, a finger or a pen, or use the upload button." : "The uploaded image",
  });
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  const seen = h("canvas", { class: "pixels seen", width, height, role: "img", "aria-label": `The ${width} by ${height} image that the model sees` });
  const hint = h("p", { class: "pad-hint", "aria-hidden": "true" }, drawable ? "Draw here" : "Upload an image");
  const clearButton = h("button", { type: "button", onclick: clear }, "Clear");
  const file = h("input", { type: "file", accept: "image/*", hidden: true, onchange: upload });
  const uploadButton = h("button", { type: "button", onclick: () => file.click() }, "Upload image");
  let from: { x: number; y: number } | null = null;
  let enabled = true;

  if (drawable) {
    canvas.addEventListener("pointerdown", press);
    canvas.addEventListener("pointermove", move);
    for (const type of ["pointerup", "pointercancel"] as const) canvas.addEventListener(type, lift);
  }
  erase();

  function erase(): void {
    context.fillStyle = "#000";
    context.fillRect(0, 0, canvas.width, canvas.height);
    seen.getContext("2d")!.clearRect(0, 0, seen.width, seen.height);
    hint.hidden = false;
  }

  function clear(): void {
    erase();
    act.change(null);
  }

  function press(event: PointerEvent): void {
    if (!enabled || event.button !== 0 || from) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    hint.hidden = true;
    context.strokeStyle = "#fff";
    context.lineWidth = STROKE;
    context.lineCap = context.lineJoin = "round";
    from = place(event);
    line(from);
    hand();
  }

  function move(event: PointerEvent): void {
    if (!from || !canvas.hasPointerCapture(event.pointerId)) return;
    // Browsers merge the moves between two frames; their places make a fast stroke round instead of angular.
    const places = event.getCoalescedEvents?.() ?? [];
    for (const each of places.length ? places : [event]) line(place(each));
    hand();
  }

  function lift(event: PointerEvent): void {
    if (!from || !canvas.hasPointerCapture(event.pointerId)) return;
    from = null;
    hand();
  }

  function place(event: PointerEvent): { x: number; y: number } {
    const box = canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) * SIDE) / box.width, y: ((event.clientY - box.top) * SIDE) / box.height };
  }

  function line(to: { x: number; y: number }): void {
    context.beginPath();
    context.moveTo(from!.x, from!.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    from = to;
  }

  function hand(): void {
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    const grey = new Uint8Array(SIDE * SIDE);
    for (let i = 0; i < grey.length; i++) grey[i] = data[4 * i]!;
    const digit = normalizeDigit({ width: SIDE, height: SIDE, data: grey }, width);
    if (digit) give({ shape: [height, width, 1], dtype: "uint8", data: digit });
  }

  function give(image: HostArray): void {
    paint(seen, image);
    act.change(image);
  }

  async function upload(): Promise<void> {
    const chosen = file.files?.[0];
    file.value = ""; // so that the same file can be chosen again
    if (!chosen) return;
    try {
      const { readPhoto } = await import("./photo.js");
      const image = await readPhoto(chosen, shape, drawable);
      erase();
      hint.hidden = true;
      give(image);
      context.imageSmoothingEnabled = !drawable;
      context.drawImage(seen, 0, 0, canvas.width, canvas.height);
    } catch (error) {
      act.fail(error);
    }
  }

  return {
    element: h(
      "div",
      { class: "drawing" },
      h("div", { class: "pad-frame" }, canvas, hint),
      h("div", { class: "row" }, clearButton, uploadButton, file, h("span", { class: "grow" }), seen),
    ),
    enable(now) {
      enabled = now;
      clearButton.disabled = uploadButton.disabled = !now;
      canvas.classList.toggle("off", !now);
    },
  };
}
