/** Objects of the user's classes. */

import { AttributeError, type PythonError, type Shown } from "./exceptions.js";

/** The attribute that an object has, where some path may not have set it. */
export function setAttribute<T>(value: T | undefined, owner: string, name: string): T {
  if (value !== undefined) return value;
  throw new AttributeError(`'${owner}' object has no attribute '${name}'`);
}

/** What objects hold, which they hold no more: where they lie in a circle, none of them would be dropped before the others. */
export function emptied(objects: readonly Record<string, unknown>[]): unknown[] {
  const parts = objects.flatMap((object) => Object.values(object));
  for (const object of objects) {
    for (const name of Object.keys(object)) object[name] = undefined;
  }
  return parts;
}

/** `super().__init__(message)` of an exception, whose class is the user's. */
export function initError(error: PythonError, message = "", { shown }: { shown?: Shown } = {}): void {
  error.message = message;
  error.shown = shown;
}
