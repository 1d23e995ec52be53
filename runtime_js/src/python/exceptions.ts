/**
 * Python's exceptions as scripts raise and catch them. A message is what `str(error)` gives in Python.
 *
 * Names are written out, since bundles shorten those of classes.
 */

/**
 * What `repr` writes of the arguments, where they are not one text: the message between brackets, as of
 * `ValueError(3)`, or as it is, as of `ValueError("a", 1)`; or a text of its own, as of an exception in an exception.
 */
export type Shown = "between" | "whole" | { readonly text: string };

/** `Exception` */
export class PythonError extends Error {
  override name = "Exception";
  shown: Shown | undefined;

  constructor(message?: string, { shown, ...options }: { shown?: Shown; cause?: unknown } = {}) {
    super(message, options);
    this.shown = shown;
  }
}

export class ArithmeticError extends PythonError {
  override name = "ArithmeticError";
}

export class OverflowError extends ArithmeticError {
  override name = "OverflowError";
}

export class ZeroDivisionError extends ArithmeticError {
  override name = "ZeroDivisionError";
}

export class AssertionError extends PythonError {
  override name = "AssertionError";
}

export class AttributeError extends PythonError {
  override name = "AttributeError";
}

export class LookupError extends PythonError {
  override name = "LookupError";
}

export class IndexError extends LookupError {
  override name = "IndexError";
}

/** Its message is the `repr` of the key. */
export class KeyError extends LookupError {
  override name = "KeyError";
}

export class NameError extends PythonError {
  override name = "NameError";
}

export class UnboundLocalError extends NameError {
  override name = "UnboundLocalError";
}

export class RuntimeError extends PythonError {
  override name = "RuntimeError";
}

export class NotImplementedError extends RuntimeError {
  override name = "NotImplementedError";
}

export class StopIteration extends PythonError {
  override name = "StopIteration";
}

export class TimeoutError extends PythonError {
  override name = "TimeoutError";
}

export class TypeError extends PythonError {
  override name = "TypeError";
}

export class ValueError extends PythonError {
  override name = "ValueError";
}
