/** Objects of the user's classes. */

import { AttributeError, type PythonError, type Shown } from "./exceptions.js";

/** A list, or Python's dictionary. */
interface Values {
  values(): Iterable<unknown>;
}

/** The attribute that an object has, where some path may not have set it. */
export function setAttribute<T>(value: T | undefined, owner: string, name: string): T {
  if (value !== undefined) return value;
  throw new AttributeError(`'${owner}' object has no attribute '${name}'`);
}

/** An object where it may be None, whose attribute is asked for. */
export function present<T>(value: T | null, name: string): T {
  if (value !== null) return value;
  throw new AttributeError(`'NoneType' object has no attribute '${name}'`);
}

/** Objects, with what they hold no more: where they lie in a circle, none of them would be dropped before the others. */
export function emptied(objects: readonly Record<string, unknown>[]): unknown[] {
  const parts = objects.flatMap((object) => Object.values(object));
  for (const object of objects) {
    for (const name of Object.keys(object)) object[name] = undefined;
  }
  return [...parts, ...objects];
}

/** What a function names, for `unreached`: the values, or what gives them as they are by then. */
interface Keeping {
  held?: readonly unknown[] | (() => readonly unknown[]);
}

/** A function that objects of the module may keep, with what it names. */
export function keeping<F extends object>(value: F, held: Required<Keeping>["held"]): F {
  return Object.assign(value, { held });
}

/** Takes those out of `values` that `roots` do not hold, by way of functions either, and gives them. */
export function unreached<T>(values: T[], roots: readonly unknown[]): T[] {
  const seen = new Set<unknown>();
  const waiting = [...roots];
  while (waiting.length) {
    const value = waiting.pop();
    if (value === null || seen.has(value) || ArrayBuffer.isView(value)) continue;
    if (typeof value === "function") {
      const { held = [] } = value as Keeping;
      waiting.push(...(typeof held === "function" ? held() : held));
    } else if (typeof value === "object") {
      waiting.push(...("values" in value ? (value as Values).values() : Object.values(value)));
    } else continue;
    seen.add(value);
  }
  const gone = values.filter((value) => !seen.has(value));
  values.splice(0, values.length, ...values.filter((value) => seen.has(value)));
  return gone;
}

/** What is made once for each app: by the objects of its program. */
export function once<Scope extends object, Made>(make: (scope: Scope, run: unknown) => Made): (scope: Scope, run: unknown) => Made {
  const made = new WeakMap<Scope, Made>();
  return (scope, run) => {
    const found = made.get(scope) ?? make(scope, run);
    made.set(scope, found);
    if (found instanceof Promise) found.catch(() => made.delete(scope)); // so that the next call tries again
    return found;
  };
}

/** `super().__init__(message)` of an exception, whose class is the user's. */
export function initError(error: PythonError, message = "", { shown }: { shown?: Shown } = {}): void {
  error.message = message;
  error.shown = shown;
}
