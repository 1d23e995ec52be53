/** What a device cannot hold is refused before anything is written, with what it was and what to do. */

import type { DeviceLimits, DType, Inputs, Tensor } from "./backend.js";

/** Memory that a device does not have, or does not give in one piece. The message is the second half of a sentence. */
export class NoRoom extends RangeError {}

/** How an engine says that it makes no array of this length. */
const refused = /array (length|buffer)|typed array|allocation|out of memory|too large/i;

/** Throws for a tensor that is larger than the device takes, also where its size is beyond all numbers. */
export function checkSize(shape: readonly number[], dtype: DType, limits: DeviceLimits): void {
  let bytes = dtype === "bool" && limits.packsBools ? 1 : 4;
  for (const dimension of shape) bytes *= dimension;
  if (bytes <= limits.maxTensorBytes) return;
  throw new NoRoom(`a tensor ${typeText({ dtype, shape })} of ${count(bytes)} bytes, more than the `
    + `${count(limits.maxTensorBytes)} that this device has for one`);
}

/** The error for people: `asked` is what wanted the room, such as "Add of float32[2], float32[2]". */
export function told(error: unknown, name: string, asked: string): unknown {
  if (!(error instanceof RangeError)) return error;
  const { message: reason } = error;
  const isOurs = error instanceof NoRoom;
  if (!isOurs && !refused.test(reason)) return error;
  const wanted = isOurs ? reason : `more memory than this engine gives (${reason})`;
  const message = `${name}: ${asked} needs ${wanted}. Use a smaller batch, a smaller model or another backend.`;
  return Object.assign(new RangeError(message), { cause: error });
}

/** "Add of float32[2, 3], float32[3]" */
export function callText(kernel: string, inputs: Inputs): string {
  const types = Object.values(inputs).flat().filter(isTensor).map(typeText);
  return types.length ? `${kernel} of ${types.join(", ")}` : kernel;
}

function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && "shape" in value;
}

export function typeText({ dtype, shape }: { dtype: string; shape: readonly number[] }): string {
  return `${dtype}[${shape.join(", ")}]`;
}

function count(value: number): string {
  return Number.isSafeInteger(value) ? value.toLocaleString("en") : String(value);
}
