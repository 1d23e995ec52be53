/** Reductions of tensors without elements, and joins of no tensors, which tfjs's kernels leave to what is in memory, or to a loop without end. */

import { reducedShape } from "../kernels/reduced_shape.js";
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
  keepDims?: boolean;
  /** Of IntegerReduce: how many of the last ones. */
  axes?: number;
  fold?: string;
  /** Of a join of tensors that may be none: its result. */
  shape?: number[];
  dtype?: DType;
}

/** Whether the kernel is a reduction or a join. */
function folds(kernel: string): boolean {
  return kernel in NOTHING || kernel === "IntegerReduce" || kernel.endsWith("Concat");
}

type Result = [shape: number[], value: number, dtype: DType];

/** The result, whose elements all have the value; null if the kernel can compute it. */
function fold(kernel: string, inputs: Inputs, attrs: Attributes): Result | null {
  if (Array.isArray(inputs)) return inputs.length ? null : [attrs.shape!, 0, attrs.dtype!];
  const { x } = inputs as { x: Tensor };
  const value = x.shape.includes(0) ? NOTHING[attrs.fold ?? kernel] : undefined;
  if (value === undefined) return null;
  const axes = attrs.axis ?? attrs.reductionIndices;
  const shape = axes ? reducedShape(x.shape, axes, attrs.keepDims) : x.shape.slice(0, x.shape.length - attrs.axes!);
  return [shape, value, x.dtype];
}

/** Of backends whose kernels leave nothing to chance: ours are right for it by themselves. */
export const nothing = { folds, fold };
