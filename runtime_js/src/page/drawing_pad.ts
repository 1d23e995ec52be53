/**
 * Where a digit is drawn with a mouse, a finger, a pen or the keyboard, or a picture is put: chosen, dropped or pasted.
 * White on black, as in MNIST, in both themes; what is handed on went through the same steps as MNIST's own images
 * (digit.ts).
 */

import type { HostArray } from "./contract.js";
import { normalizeDigit } from "./digit.js";
import { h, setText, setVariable } from "./dom.js";
import { paint } from "./pixels.js";

const SIDE = 280;
/** A drawn digit is about 200 pixels high and becomes 20: this gives MNIST's strokes of two to three pixels. */
const STROKE = 24;
/** What an arrow key moves the pen by. */
const STEP = 10;

const ARROWS: Record<string, [x: number, y: number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEYS = "Keyboard: arrow keys move the pen, space puts it down and lifts it, delete clears.";

export interface DrawingPad {
  element: HTMLElement;
  enable(enabled: boolean): void;
}

export interface PadActions {
  /** null: the pad is empty. */
  change(image: HostArray | null): void;
  fail(error: unknown): void;
}

interface Place {
  x: number;
  y: number;
}

export function drawingPad(shape: readonly number[], act: PadActions): DrawingPad {
  const [height = 28, width = 28, channels = 1] = shape;
  const drawable = channels === 1 && height === width;
  const canvas = h("canvas", {
    class: drawable ? "pad" : "pad picture",
    width: SIDE,
    height: Math.round((SIDE * height) / width),
    tabindex: 0,
    role: drawable ? "application" : "img",
    "aria-label": drawable ? "Drawing area" : "The uploaded image",
    "aria-description": drawable
      ? `Draw with a mouse, a finger or a pen; drop or paste a picture. ${KEYS}`
      : "Drop or paste a picture here, or use the upload button.",
  });
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  const seen = h("canvas", { class: "pixels seen", width, height, role: "img", "aria-label": `The ${width} by ${height} image that the model sees` });
  const hint = h("p", { class: "pad-hint", "aria-hidden": "true" }, drawable ? "Draw here" : "Upload, drop or paste an image");
  const keys = drawable && h("p", { class: "pad-keys", "aria-hidden": "true" }, KEYS);
  const cursor = h("span", { class: "pad-cursor", "aria-hidden": "true" });
  const told = h("p", { class: "visually-hidden", role: "status" });
  const clearButton = h("button", { type: "button", onclick: clear }, "Clear");
  const file = h("input", { type: "file", accept: "image/*", hidden: true, onchange: upload });
  const uploadButton = h("button", { type: "button", onclick: () => file.click() }, "Upload image");
  const frame = h("div", { class: "pad-frame" }, canvas, cursor, hint, keys);
  const element = h(
    "div",
    { class: "drawing", onpaste: paste, ondragover: offer, ondragleave: () => frame.classList.remove("drop"), ondrop: drop },
    frame,
    told,
    h("div", { class: "row" }, clearButton, uploadButton, file, h("span", { class: "grow" }), seen),
  );
  let from: Place | null = null; // of a pointer's stroke
  let pen: Place = { x: SIDE / 2, y: SIDE / 2 }; // of the keyboard
  let isDown = false;
  let enabled = true;

  if (drawable) {
    canvas.addEventListener("pointerdown", press);
    canvas.addEventListener("pointermove", move);
    for (const type of ["pointerup", "pointercancel"] as const) canvas.addEventListener(type, lift);
    canvas.addEventListener("keydown", key);
    canvas.addEventListener("blur", () => putDown(false));
    showPen();
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
    canvas.focus({ preventScroll: true }); // so that a picture can be pasted
    canvas.setPointerCapture(event.pointerId);
    from = place(event);
    line(from, from);
    hand();
  }

  function move(event: PointerEvent): void {
    if (!from || !canvas.hasPointerCapture(event.pointerId)) return;
    // Browsers merge the moves between two frames; their places make a fast stroke round instead of angular.
    const places = event.getCoalescedEvents?.() ?? [];
    for (const each of places.length ? places : [event]) {
      const to = place(each);
      line(from, to);
      from = to;
    }
    hand();
  }

  function lift(event: PointerEvent): void {
    if (!from || !canvas.hasPointerCapture(event.pointerId)) return;
    from = null;
    hand();
  }

  function place(event: PointerEvent): Place {
    const box = canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) * SIDE) / box.width, y: ((event.clientY - box.top) * SIDE) / box.height };
  }

  function key(event: KeyboardEvent): void {
    if (!enabled || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const within = (value: number) => Math.max(STROKE / 2, Math.min(SIDE - STROKE / 2, value));
      const to = { x: within(pen.x + STEP * arrow[0]), y: within(pen.y + STEP * arrow[1]) };
      if (isDown) line(pen, to);
      pen = to;
      showPen();
      if (isDown) hand();
    } else if (event.key === " ") {
      if (!event.repeat) putDown(!isDown);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      clear();
      setText(told, "Cleared");
    } else return;
    event.preventDefault(); // arrows and space scroll
  }

  function putDown(down: boolean): void {
    if (down === isDown) return;
    isDown = down;
    cursor.classList.toggle("down", down);
    setText(told, down ? "Pen down" : "Pen up");
    if (!down) return;
    line(pen, pen);
    hand();
  }

  function showPen(): void {
    setVariable(cursor, "--x", pen.x / SIDE);
    setVariable(cursor, "--y", pen.y / SIDE);
  }

  function line(start: Place, end: Place): void {
    hint.hidden = true;
    context.strokeStyle = "#fff";
    context.lineWidth = STROKE;
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.lineTo(end.x, end.y);
    context.stroke();
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

  function upload(): void {
    const chosen = file.files?.[0];
    file.value = ""; // so that the same file can be chosen again
    if (chosen) void show(chosen);
  }

  function paste(event: ClipboardEvent): void {
    const pasted = event.clipboardData?.files[0];
    if (!pasted || !enabled) return;
    event.preventDefault();
    void show(pasted);
  }

  function offer(event: DragEvent): void {
    if (!enabled || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // else the browser opens the file in the page's place
    frame.classList.add("drop");
  }

  function drop(event: DragEvent): void {
    frame.classList.remove("drop");
    const dropped = event.dataTransfer?.files[0];
    if (!dropped || !enabled) return;
    event.preventDefault();
    void show(dropped);
  }

  async function show(chosen: File): Promise<void> {
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
    element,
    enable(now) {
      enabled = now;
      clearButton.disabled = uploadButton.disabled = !now;
      canvas.classList.toggle("off", !now);
    },
  };
}
