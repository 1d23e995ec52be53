/** Objects of JavaScript as Python's dictionaries: what `evaluate` and tensor functions give. */

import { Dict } from "./dict.js";

/** A dictionary with the entries of an object. */
export function dictOf<T>(record: Record<string, T>): Dict<string, T> {
  return Object.assign(new Dict(Object.entries(record)), { isRecord: true } as const);
}

/** `values` in the structure of `like`, as `nested` gives them, with dictionaries for objects. */
export function nestedDicts(values: unknown[], like: unknown): unknown {
  const rest = values.values();
  const fill = (place: unknown): unknown => {
    if (Array.isArray(place)) return place.map(fill);
    if (place === 0) return rest.next().value;
    if (place === null) return place;
    return dictOf(Object.fromEntries(Object.entries(place as object).map(([key, inner]) => [key, fill(inner)])));
  };
  return fill(like);
}
