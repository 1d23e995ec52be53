import type { ParamInfo } from "./contract.js";
import { describe } from "./describe.js";

const tests: Record<string, (value: unknown) => boolean> = {
  int: Number.isInteger,
  float: (value) => typeof value === "number",
  bool: (value) => typeof value === "boolean",
  str: (value) => typeof value === "string",
};

/** Holds what a caller gives as options against the names that there are. Returns them without what objects inherit. */
export function checkedNames(what: string, kind: string, names: string[], given: unknown): Record<string, unknown> {
  const listed = names.length ? `{ ${names.join(", ")} }` : "{}";
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new TypeError(`${what}: expected an object ${listed}, received ${describe(given)}.`);
  }
  for (const key of Object.keys(given)) {
    if (!names.includes(key)) throw new TypeError(`${what}: expected ${kind} among ${listed}, received "${key}".`);
  }
  return Object.assign(Object.create(null), given);
}

/** Holds the arguments of a script against its signature: unknown ones, missing ones, those of another type. */
export function checkedArguments(name: string, params: ParamInfo[], given: unknown): Record<string, unknown> {
  const args = checkedNames(name, "arguments", params.map((param) => param.name), given);
  for (const param of params) {
    const value = args[param.name];
    if (value === undefined ? !("default" in param) : value !== param.default && tests[param.type]?.(value) === false) {
      throw new TypeError(`${name}: expected ${param.name} of type ${param.type}, received ${
        value === undefined ? "nothing" : describe(value)}.`);
    }
  }
  return args;
}
