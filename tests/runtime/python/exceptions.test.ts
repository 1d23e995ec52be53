/** Exceptions: whose kinds they are, what they are called, and what is none of them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { errorName, isException, Stopped } from "@bml/runtime/python/catching.js";
import * as exceptions from "@bml/runtime/python/exceptions.js";
import { bound, unpack } from "@bml/runtime/python/names.js";

const { KeyError, LookupError, PythonError, UnboundLocalError, ValueError, ZeroDivisionError } = exceptions;

/** `(cls.__name__, cls.__base__.__name__)` in CPython. */
const bases: Record<string, string> = {
  ArithmeticError: "Exception", AssertionError: "Exception", AttributeError: "Exception", IndexError: "LookupError",
  KeyError: "LookupError", LookupError: "Exception", NameError: "Exception", NotImplementedError: "RuntimeError",
  OverflowError: "ArithmeticError", RuntimeError: "Exception", StopIteration: "Exception", TimeoutError: "OSError",
  TypeError: "Exception", UnboundLocalError: "NameError", ValueError: "Exception", ZeroDivisionError: "ArithmeticError",
};

test("exceptions are of the kinds that they are in Python", () => {
  const classes = Object.entries(exceptions).filter(([name]) => name !== "PythonError");
  assert.deepEqual(classes.map(([name]) => name).sort(), Object.keys(bases).sort());
  for (const [name, kind] of classes) {
    assert.equal(new kind("text").name, name);
    const base = Object.getPrototypeOf(kind) as typeof PythonError;
    assert.equal(new base().name, name === "TimeoutError" ? "Exception" : bases[name]); // scripts have no OSError
  }
});

test("an exception has its message and its cause", () => {
  const cause = new ZeroDivisionError("division by zero");
  const error = new ValueError("no", { cause });
  assert.equal(`${error}`, "ValueError: no");
  assert.equal(error.cause, cause);
  assert.equal(new PythonError().message, "");
  assert.ok(new KeyError("'a'") instanceof LookupError);
});

test("errors of the runtime are the library's, what ends a stopped run is no exception", () => {
  assert.ok(isException(new RangeError("batch: expected ...")));
  assert.ok(isException(new ValueError("no")));
  assert.ok(!isException(new Stopped("The run was stopped.")));
  assert.equal(errorName(new RangeError("batch: expected ...")), "UserError");
  assert.equal(errorName(new RangeError("Maximum call stack size exceeded")), "RecursionError");
  assert.equal(errorName(new KeyError("'a'")), "KeyError");
});

test("a name that nothing has set is an error", () => {
  for (const value of [0, "", false, null]) assert.equal(bound(value, "x"), value);
  assert.throws(() => bound(undefined, "x"), (error) => error instanceof UnboundLocalError &&
    error.message === "cannot access local variable 'x' where it is not associated with a value");
});

test("as many values are unpacked as there are names", () => {
  assert.deepEqual(unpack("a😀", 2), ["a", "😀"]);
  assert.throws(() => unpack([1, 2, 3], 2), /^ValueError: too many values to unpack \(expected 2\)$/);
  assert.throws(() => unpack([1], 2), /^ValueError: not enough values to unpack \(expected 2, got 1\)$/);
});
