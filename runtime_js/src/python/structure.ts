/** What surrounds calls of tensor functions: results, which come as a flat list, in their structure, and checked indices. */

import { IndexError } from "./exceptions.js";

/** Where the row `index` of a tensor stands, whose first axis has `size` rows; counted from the end if it is negative. */
export function tensorIndex(index: number, size: number): number {
  const place = index < 0 ? index + size : index;
  if (place >= 0 && place < size) return place;
  throw new IndexError(`index ${index} is out of bounds for axis 0 with size ${size}`);
}

/** `values` in the structure of `like`: `0` is a place for one, null stays, arrays and objects hold such. */
export function nested(values: unknown[], like: unknown): unknown {
  const rest = values.values();
  const fill = (place: unknown): unknown => {
    if (Array.isArray(place)) return place.map(fill);
    if (place === 0) return rest.next().value;
    if (place === null) return place;
    return Object.fromEntries(Object.entries(place as object).map(([key, inner]) => [key, fill(inner)]));
  };
  return fill(like);
}
