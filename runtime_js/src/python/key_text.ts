/** The key of a KeyError where it has no float in it, so that JavaScript's type says how Python writes it. */

import { boolText, quoted } from "./text.js";

export function keyText(key: unknown): string {
  if (typeof key === "string") return quoted(key);
  if (typeof key === "boolean") return boolText(key);
  if (key === null) return "None";
  if (Array.isArray(key)) return key.length === 1 ? `(${keyText(key[0])},)` : `(${key.map(keyText).join(", ")})`;
  return String(key);
}
