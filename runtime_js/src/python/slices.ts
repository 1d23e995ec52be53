/** Python's `[start:stop:step]` of lists, tuples and strings; strings are counted in code points. */

import { ValueError } from "./exceptions.js";

/** Start, stop and step within `length`. Source: `PySlice_AdjustIndices` in CPython's Objects/sliceobject.c. */
export function sliceBounds(
  length: number,
  start: number | null,
  stop: number | null,
  step: number | null,
): [number, number, number] {
  const stride = step ?? 1;
  if (stride === 0) throw new ValueError("slice step cannot be zero");
  const [low, high] = stride > 0 ? [0, length] : [-1, length - 1];
  const within = (index: number): number => Math.min(Math.max(index < 0 ? index + length : index, low), high);
  return [start === null ? (stride > 0 ? low : high) : within(start), stop === null ? (stride > 0 ? high : low) : within(stop), stride];
}

/** `values[start:stop:step]` */
export function slicedList<T>(values: readonly T[], start: number | null, stop: number | null, step: number | null = null): T[] {
  const [first, end, stride] = sliceBounds(values.length, start, stop, step);
  if (stride === 1) return values.slice(first, Math.max(first, end));
  const taken: T[] = [];
  for (let i = first; stride > 0 ? i < end : i > end; i += stride) taken.push(values[i]!);
  return taken;
}

/** `text[start:stop:step]` */
export function slicedText(text: string, start: number | null, stop: number | null, step: number | null = null): string {
  return slicedList(Array.from(text), start, stop, step).join("");
}
