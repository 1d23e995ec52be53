/** Objects of JavaScript as Python's dictionaries: what `evaluate` and tensor functions give. */

import { Dict } from "./dict.js";

/** A dictionary with the entries of an object. */
export function dictOf<T>(record: Record<string, T>): Dict<string, T> {
  return new Dict(Object.entries(record));
}
