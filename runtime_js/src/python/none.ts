/** Values that may be something which an operation does not take: it is told as the script runs, as in Python. */

import { type PythonError, TypeError } from "./exceptions.js";

/** A value that may be None, which what follows does not take. */
export function notNone<T>(value: T | null, message: string): T {
  if (value !== null) return value;
  throw new TypeError(message);
}

/** `raise error`, where an expression stands. */
export function raise(error: PythonError): never {
  throw error;
}
