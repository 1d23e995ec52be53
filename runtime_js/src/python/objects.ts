/** Objects of the user's classes. */

import { AttributeError } from "./exceptions.js";

/** The attribute that an object has, where some path may not have set it. */
export function setAttribute<T>(value: T | undefined, owner: string, name: string): T {
  if (value !== undefined) return value;
  throw new AttributeError(`'${owner}' object has no attribute '${name}'`);
}
