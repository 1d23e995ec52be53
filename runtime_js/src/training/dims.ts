/** The guards at the entry of a tensor function: binds the symbols of its shapes and checks all else. */

import type { Dim, FunctionInfo, Tensor } from "../app/contract.js";

/** The value of "64*n - 1" as far as its symbols are bound, and the one that is not, with its factor. */
function evaluate(dim: Dim, bound: Map<string, number>): [known: number, unknown?: string | undefined, factor?: number] {
  if (typeof dim === "number") return [dim];
  let known = 0, unknown: string | undefined, factor = 0;
  for (const term of dim.replaceAll(" ", "").replaceAll("-", "+-").split("+")) {
    if (!term) continue;
    let value = term[0] === "-" ? -1 : 1, symbol: string | undefined;
    for (const part of term.replace("-", "").split("*")) {
      const number = Number(part);
      if (!Number.isNaN(number)) value *= number;
      else if (bound.has(part)) value *= bound.get(part)!;
      else symbol = part;
    }
    if (!symbol) known += value;
    else if (!unknown) [unknown, factor] = [symbol, value];
    else return [known, "", 0]; // two unknowns: another dimension has to bind one
  }
  return [known, unknown, factor];
}

/** Whether `shape` is an instance of `dims`; binds the symbols that it meets. */
export function matches(dims: Dim[], shape: number[], bound: Map<string, number>): boolean {
  return dims.length === shape.length && dims.every((dim, i) => {
    const [known, unknown, factor] = evaluate(dim, bound);
    if (unknown === undefined) return known === shape[i];
    if (!unknown) return true;
    const value = (shape[i]! - known) / factor!;
    if (!Number.isInteger(value) || value < 0) return false;
    bound.set(unknown, value);
    return true;
  });
}

export function checkInputs(name: string, { params }: FunctionInfo, inputs: Tensor[]): void {
  if (inputs.length !== params.length) {
    throw new Error(`${name}: expected ${params.length} inputs (${params.map((param) => param.name).join(", ")}), `
      + `received ${inputs.length}.`);
  }
  const bound = new Map<string, number>();
  // Twice, because a dimension may use symbols that only a later one binds.
  for (const last of [false, true]) {
    params.forEach((param, i) => {
      const { shape, dtype } = inputs[i]!;
      const expected = param.dtype === "uint8" ? "int32" : param.dtype; // as uploaded
      if (dtype === expected && (matches(param.shape, shape, bound) || !last)) return;
      const where = [...bound].map(([symbol, value]) => `${symbol} = ${value}`).join(", ");
      throw new Error(`${name}: expected ${param.name} of type ${expected}[${param.shape.join(", ")}]`
        + `${where && ` with ${where}`}, received ${dtype}[${shape.join(", ")}].`);
    });
  }
}
