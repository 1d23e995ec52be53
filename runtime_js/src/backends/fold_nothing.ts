/** Reductions of tensors without elements, which tfjs's kernels leave to what is in memory, or to a loop without end. */

import type { DType, Inputs, Tensor } from "./backend.js";

/** What a kernel, or a fold of IntegerReduce, makes of no elements. An integer has no infinity: it gets 0. */
const NOTHING: Record<string, number> = {
  All: 1,
  Any: 0,
  Max: -Infinity,
  Mean: NaN,
  Min: Infinity,
  Prod: 1,
  Sum: 0,
  prod: 1,
  sum: 0,
};

interface Attributes {
  axis?: number[];
  reductionIndices?: number[];
  /** Of IntegerReduce: how many. */
  axes?: number;
  fold?: string;
}

type Result = [shape: number[], value: number, dtype: DType];

/** The result, whose elements all have the value; null if the kernel can compute it. */
export function foldNothing(kernel: string, inputs: Inputs, attrs: Attributes): Result | null {
  const value = NOTHING[attrs.fold ?? kernel];
  if (value === undefined) return null;
  const { x } = inputs as { x: Tensor };
  if (!x.shape.includes(0)) return null;
  const count = attrs.axes ?? (attrs.axis ?? attrs.reductionIndices!).length;
  return [x.shape.slice(0, x.shape.length - count), value, x.dtype]; // legalization makes the axes the last ones
}
