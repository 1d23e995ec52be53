/** What takes items out of a container and gives them back to be dropped: of containers that hold tensors. */

import type { Dict } from "./dict.js";
import { deleteItem, setItem } from "./lists.js";

/** `values[index] = value`; the item that was there. */
export function exchangeItem<T>(values: T[], index: number, value: T): T {
  const before = values.at(index)!;
  setItem(values, index, value);
  return before;
}

/** `del values[index]`; the item that was there. */
export function takeItem<T>(values: T[], index: number): T {
  const before = values.at(index)!;
  deleteItem(values, index);
  return before;
}

/** `dict[key] = value`; the value that was there, if any. */
export function exchangeValue<K, V>(dict: Dict<K, V>, key: K, value: V): V | null {
  const before = dict.get(key);
  dict.set(key, value);
  return before;
}

/** `dict.clear()`; the values that were there. */
export function takeValues<K, V>(dict: Dict<K, V>): V[] {
  const values = [...dict.values()];
  dict.clear();
  return values;
}

/** `owner[name] = value`; what was there, if anything: what the class has stays there. */
export function exchangeAttribute<T extends object, K extends keyof T>(owner: T, name: K, value: T[K]): T[K] {
  const before = Object.hasOwn(owner, name) ? owner[name] : undefined;
  owner[name] = value;
  return before as T[K];
}
