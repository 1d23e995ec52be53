/** What is wrong with what a caller gave. Loaded when something is. */

import type { Wanted } from "./arguments.js";
import { describe } from "./describe.js";

/** `what` was called, `kind` is what it calls the names. */
export function refusal(what: string, kind: string, wanted: Wanted, given: unknown): TypeError {
  const names = Object.keys(wanted);
  const listed = names.length ? `{ ${names.join(", ")} }` : "{}";
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return new TypeError(`${what}: expected an object ${listed}, received ${describe(given)}.`);
  }
  const values = new Map<string, unknown>(Object.entries(given));
  const unknown = [...values.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) return new TypeError(`${what}: expected ${kind} among ${listed}, received "${unknown}".`);
  const name = names.find((each) => !wanted[each]![1](values.get(each)))!;
  const value = values.get(name);
  return new TypeError(`${what}: expected ${name} ${wanted[name]![0]}, received ${value === undefined ? "nothing" : describe(value)}.`);
}
