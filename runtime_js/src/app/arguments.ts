/** What callers give as objects of names and values, held against what is wanted. */

import type { ParamInfo } from "./contract.js";
import { later } from "./later.js";

/** By name: what a value has to be, as errors say it, and whether it is; it is undefined where nothing was given. */
export type Wanted = Record<string, [expected: string, test: (value: unknown) => boolean]>;

const types: Record<string, (value: unknown) => boolean> = {
  int: Number.isInteger,
  float: (value) => typeof value === "number",
  bool: (value) => typeof value === "boolean",
  str: (value) => typeof value === "string",
};

/** What the signature of a script wants. */
export function wantedArguments(params: ParamInfo[]): Wanted {
  return Object.fromEntries(params.map((param) => [param.name, [`of type ${param.type}`, (value) =>
    value === undefined ? "default" in param : value === param.default || types[param.type]?.(value) !== false]]));
}

/** What was given without what objects inherit, which pages and libraries may have added to. */
export function own<T extends object>(given: T): T {
  return Object.assign(Object.create(null), given);
}

/** Whether all that was given is wanted, and the other way round. */
export function fits(wanted: Wanted, given: unknown): boolean {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return false;
  const values = new Map<string, unknown>(Object.entries(given));
  return [...values.keys()].every((name) => Object.hasOwn(wanted, name))
    && Object.entries(wanted).every(([name, [, test]]) => test(values.get(name)));
}

/** Says what does not fit. The words are fetched only now. */
export async function refuse(what: string, kind: string, wanted: Wanted, given: unknown): Promise<never> {
  const { refusal } = await later.call();
  throw refusal(what, kind, wanted, given);
}
