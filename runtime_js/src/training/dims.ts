/** The guards at the entry of a tensor function: binds the symbols of its shapes and checks all else. */

import type { Dim, FunctionInfo, Tensor } from "../app/contract.js";

/** "64*n*t - 1" in parts: what is known of it, the symbol that is not bound yet, its factor (NaN: there are two). */
function parts(dim: Dim, bound: Map<string, number>): [known: number, symbol: string, factor: number] {
  let known = 0, unknown = "", factor = 0;
  for (const term of `${dim}`.replace(/ /g, "").replace(/-/g, "+-").split("+")) {
    if (!term) continue;
    let value = 1, symbol = "";
    for (const part of term.replace("-", "-1*").split("*")) {
      const number = bound.get(part) ?? +part;
      if (number === number) value *= number;
      else [symbol, value] = [part, symbol ? NaN : value];
    }
    if (!symbol) known += value;
    else [unknown, factor] = [symbol, unknown ? NaN : value];
  }
  return [known, unknown, factor];
}

/** Whether `shape` is an instance of `dims`; binds the symbols that it meets. */
export function matches(dims: Dim[], shape: number[], bound: Map<string, number>): boolean {
  return dims.length === shape.length && dims.every((dim, i) => {
    const [known, symbol, factor] = parts(dim, bound);
    if (!symbol) return known === shape[i];
    const value = (shape[i]! - known) / factor;
    if (value !== value) return true; // another dimension has to bind one of the two
    const fits = value >= 0 && Number.isInteger(value);
    if (fits) bound.set(symbol, value);
    return fits;
  });
}

type Type = Pick<Tensor, "shape" | "dtype">;

/** More than a training and what is called beside it need: batches, the last of an epoch, one example. */
const MOST_KNOWN = 8;

const isOf = ({ shape, dtype }: Type, type: Type): boolean =>
  dtype === type.dtype && shape.length === type.shape.length && shape.every((size, i) => size === type.shape[i]);

/** Checks the inputs of each call of one function; those that fitted before are known by their shapes and dtypes. */
export function guard(name: string, params: FunctionInfo["params"]): (inputs: Tensor[]) => void {
  const known: Type[][] = [];
  return (inputs) => {
    if (known.some((types) => types.every((type, i) => isOf(inputs[i]!, type)))) return;
    checkInputs(name, params, inputs);
    known.unshift(params.map((_, i) => ({ shape: [...inputs[i]!.shape], dtype: inputs[i]!.dtype })));
    known.length = Math.min(known.length, MOST_KNOWN);
  };
}

export function checkInputs(name: string, params: FunctionInfo["params"], inputs: Tensor[]): void {
  const bound = new Map<string, number>();
  // Twice, because a dimension may use symbols that only a later one binds.
  for (const last of [false, true]) {
    params.forEach((param, i) => {
      const { shape, dtype } = inputs[i]!;
      const expected = param.dtype === "uint8" ? "int32" : param.dtype; // as uploaded
      if (dtype === expected && (matches(param.shape, shape, bound) || !last)) return;
      throw new TypeError(`${name}: expected ${param.name} of type ${expected}[${param.shape.join(", ")}]${
        [...bound].map(([symbol, value]) => `, ${symbol} = ${value}`).join("")}, received ${dtype}[${shape.join(", ")}].`);
    });
  }
}
