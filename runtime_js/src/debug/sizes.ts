/** Dimensions as numbers, whatever they are: "(t + 1)//2 - 1" for t = 7 is 3. */

import type { Dim } from "../app/contract.js";

/** The number that `dim` is where its symbols are `bound`; `*` and `//` go from left to right. */
export function sizeOf(dim: Dim, bound: ReadonlyMap<string, number>): number {
  const tokens = `${dim}`.match(/\w+|\/\/|[-+*()]/g)!;
  let at = 0;

  function factor(): number {
    const token = tokens[at++]!;
    if (token === "-") return -product();
    if (token !== "(") return bound.get(token) ?? Number(token);
    const inner = sum();
    at++;
    return inner;
  }

  function product(): number {
    let value = factor();
    while (tokens[at] === "*" || tokens[at] === "//") value = tokens[at++] === "*" ? value * factor() : Math.floor(value / factor());
    return value;
  }

  function sum(): number {
    let value = product();
    while (tokens[at] === "+" || tokens[at] === "-") value += tokens[at++] === "+" ? product() : -product();
    return value;
  }

  return sum();
}
