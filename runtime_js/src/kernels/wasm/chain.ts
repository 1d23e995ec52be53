/** Chains of elementwise operations: the row functions that `bml build` prints, called over tensors that broadcast. */

import type { DType, Tensor } from "../../backends/backend.js";
import { kernel, sizeOf, type Executor, type Operand, type OwnKernel } from "../../engine/kernel.js";
import { CHAIN } from "../../engine/modules.js";

const DTYPES: Record<string, DType> = { f: "float32", i: "int32", b: "bool" };

/** How a chain goes through its tensors: `n` neighbours at a time, `rows` times, for each place in the dimensions left. */
interface Walk {
  n: number;
  rows: number;
  outer: number[];
  /** Of each operand: the elements that it goes on with each of these. */
  steps: number[][];
}

/**
 * The kernel with the printed function `name`.
 *
 * @param layout The dtypes of inputs and outputs, as in `ffF>fb`; an input with a capital repeats along the innermost
 *   dimensions of the result.
 * @param operations Of each element.
 */
export function chain(name: string, layout: string, operations: number): OwnKernel {
  const [ins, outs] = layout.split(">") as [string, string];
  const along = [...ins].map((letter) => letter in DTYPES);
  return kernel(name, (inputs: Tensor[], _attrs, k: Executor) => {
    const shape = broadcast(inputs);
    const results = [...outs].map((letter) => k.make(shape, DTYPES[letter]!));
    const { n, rows, outer, steps } = walkOf(shape, inputs, along, results.length);
    const words: Operand[] = [k.place(CHAIN + name), steps.length, n, rows, outer.length, ...outer];
    [...inputs, ...results].forEach((tensor, i) => {
      const bytes = tensor.dtype === "bool" ? 1 : 4;
      words.push(tensor, ...steps[i]!.map((step) => step * bytes));
    });
    k.call("chain", words, { elementwise: true, work: sizeOf({ shape }) * operations });
    return results.length === 1 ? results[0]! : results;
  });
}

export { chain as rareChain };

function broadcast(inputs: Tensor[]): number[] {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = inputs.map(({ shape }) => shape[axis + shape.length - rank] ?? 1);
    return sizes.find((size) => size !== 1) ?? 1;
  });
}

/** Neighbouring dimensions in which each operand goes along, or each repeats, are one. */
function walkOf(shape: number[], inputs: Tensor[], along: boolean[], results: number): Walk {
  const rank = shape.length;
  const groups: { size: number; full: boolean[] }[] = []; // the innermost first
  for (let axis = rank - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    if (size === 1) continue;
    const full = inputs.map((input) => (input.shape[axis + input.shape.length - rank] ?? 1) !== 1);
    const last = groups.at(-1);
    if (last?.full.every((each, i) => each === full[i])) last.size *= size;
    else groups.push({ size, full });
  }
  // Where sizes are 1 that need not be, no input may go along as the function was printed for.
  if (!groups[0]?.full.every((each, i) => each === along[i])) groups.unshift({ size: 1, full: along });
  if (groups.length === 1) groups.push({ size: 1, full: along });
  const steps = Array.from({ length: inputs.length + results }, (_, i) => {
    let elements = 1;
    return groups.map(({ size, full }) => {
      const goes = full[i] ?? true;
      const step = goes ? elements : 0;
      if (goes) elements *= size;
      return step;
    });
  });
  const [n, rows, ...outer] = groups.map(({ size }) => size) as [number, number, ...number[]];
  return { n, rows, outer, steps };
}
