/** `copy.deepcopy` and `copy.copy`. Tensors stay what they are, since nothing changes them. */

import { Dict } from "./dict.js";
import { Tuple } from "./kinds.js";

/** A copy of containers, or of the outer one only; what stands in two places of `value` stands in both of the copy. */
export function copied<T>(value: T, isDeep: boolean, copyArray = <A>(array: A): A => array): T {
  return copy(value, isDeep ? Infinity : 1, copyArray, new Map());
}

function copy<T>(value: T, depth: number, copyArray: <A>(array: A) => A, done: Map<unknown, unknown>): T {
  if (depth === 0 || typeof value !== "object" || value === null) return value;
  if (done.has(value)) return done.get(value) as T;
  if (Array.isArray(value)) {
    if (value instanceof Tuple && depth === 1) return value;
    const items: unknown[] = value instanceof Tuple ? Object.assign(new Tuple(), value) : value.slice();
    done.set(value, items);
    value.forEach((item, at) => (items[at] = copy(item, depth - 1, copyArray, done)));
    return items as T;
  }
  if (value instanceof Dict) {
    const table = value.copy();
    done.set(value, table);
    for (const [key, item] of value.items()) table.set(key, copy(item, depth - 1, copyArray, done));
    return table as T;
  }
  return "strides" in value ? copyArray(value) : value;
}
