/**
 * What `except Exception` takes: every error but the one that ends a stopped run. Those that are none of Python's are
 * the library's own, which Python calls `UserError`.
 */

import { PythonError } from "./exceptions.js";

/** What ends a stopped run. */
export class Stopped extends Error {}

/** Whether `except Exception` takes it. */
export function isException(error: unknown): boolean {
  return !(error instanceof Stopped);
}

/** `type(error).__name__` */
export function errorName(error: Error): string {
  if (error instanceof PythonError) return error.name;
  return /call stack|recursion/.test(error.message) ? "RecursionError" : "UserError";
}
