/** The curves of `bml.plot` that have an x of their own: `bml.curves` has the same rule. */

import type { PlotValues } from "../app/contract.js";

/** Values beside an `x` as lists of equal length, where one of them is a list; anything else as it is. */
export function curves(values: PlotValues): PlotValues {
  if (!("x" in values) || !Object.values(values).some(Array.isArray)) return values;
  const lists: PlotValues = {};
  for (const [name, value] of Object.entries(values)) {
    lists[name] = typeof value === "number" ? [value] : value; // a vector of one is read as its number
  }
  const wanted = (lists["x"] as number[]).length;
  for (const [name, list] of Object.entries(lists)) {
    if (!Array.isArray(list) || list.length === wanted) continue;
    throw new RangeError(`bml.plot: expected as many numbers for ${name} as for x, received ${list.length} and ${wanted}.`);
  }
  return lists;
}
