/** Setting and deleting `values[start:stop:step]` of a list. */

import { ValueError } from "./exceptions.js";
import { sliceBounds } from "./slices.js";

/** The indices that a slice names, in its order. */
function places([start, stop, step]: [number, number, number]): number[] {
  const count = Math.max(0, Math.ceil((stop - start) / step));
  return Array.from({ length: count }, (_, i) => start + i * step);
}

/** `values[start:stop:step] = items`; the items that were there. */
export function setSlice<T>(
  items: Iterable<T>, // evaluated first, as in Python
  values: T[],
  start: number | null,
  stop: number | null,
  step: number | null,
): T[] {
  const next = [...items]; // before anything changes: it may be `values` itself
  const bounds = sliceBounds(values.length, start, stop, step);
  if (bounds[2] === 1) {
    return values.splice(bounds[0], Math.max(0, bounds[1] - bounds[0]), ...next);
  }
  const indices = places(bounds);
  if (indices.length !== next.length) {
    const sizes = `sequence of size ${next.length} to extended slice of size ${indices.length}`;
    throw new ValueError(`attempt to assign ${sizes}`);
  }
  const before = indices.map((index) => values[index]!);
  indices.forEach((index, i) => { values[index] = next[i]!; });
  return before;
}

/** `del values[start:stop:step]`; the items that were there. */
export function deleteSlice<T>(values: T[], start: number | null, stop: number | null, step: number | null): T[] {
  const places_ = places(sliceBounds(values.length, start, stop, step));
  const gone = new Set(places_);
  const taken = places_.map((index) => values[index]!);
  const kept = values.filter((_, index) => !gone.has(index));
  values.splice(0, values.length, ...kept);
  return taken;
}
