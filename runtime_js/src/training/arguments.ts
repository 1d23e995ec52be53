import type { ParamInfo } from "../app/contract.js";

const tests: Record<string, (value: unknown) => boolean> = {
  int: Number.isInteger,
  float: (value) => typeof value === "number",
  bool: (value) => typeof value === "boolean",
  str: (value) => typeof value === "string",
};

/** Strings in quotes; the rest as JavaScript says it, which knows NaN and big integers, as JSON does not. */
function text(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/**
 * Holds the arguments of a script against its signature: unknown ones, missing ones, those of another type. Returns them
 * without what objects inherit, which a parameter called `toString` would find.
 */
export function checkedArguments(name: string, params: ParamInfo[], given: Record<string, unknown>): Record<string, unknown> {
  const names = params.map((param) => param.name).join(", ");
  if (Object(given) !== given) throw new TypeError(`${name}: expected an object { ${names} }, received ${text(given)}.`);
  const args: Record<string, unknown> = Object.assign(Object.create(null), given);
  for (const key in args) {
    if (!params.some((param) => param.name === key)) {
      throw new TypeError(`${name}: expected arguments among { ${names} }, received "${key}".`);
    }
  }
  for (const param of params) {
    const value = args[param.name];
    if (value === undefined ? !("default" in param) : value !== param.default && tests[param.type]?.(value) === false) {
      throw new TypeError(`${name}: expected ${param.name} of type ${param.type}, received ${
        value === undefined ? "nothing" : text(value)}.`);
    }
  }
  return args;
}
