/**
 * The kernel `Gather`: the elements of `x` at `indices` along one axis, which may have leading axes in common.
 *
 * x [...batch, ...outer, size, ...inner], indices [...batch, ...picked] -> [...batch, ...outer, ...picked, ...inner].
 * A negative index counts from the end. Where an index lies outside, the result is NaN (float32), 0 (int32) or false:
 * tfjs's GatherV2 reads foreign memory there on wasm, and differs from backend to backend.
 */

import type { Tensor } from "../backends/backend.js";

export interface GatherAttributes {
  axis: number;
  /** How many leading axes `x` and `indices` have in common. */
  batchDims: number;
}

export interface GatherInputs {
  x: Tensor;
  /** int32. */
  indices: Tensor;
}

/** The axes of a gather, as few as can be. */
export interface GatherSizes {
  batch: number;
  outer: number;
  size: number;
  picked: number;
  inner: number;
}

export function gatherSizes({ x, indices }: GatherInputs, { axis, batchDims }: GatherAttributes): GatherSizes {
  return {
    batch: product(x.shape.slice(0, batchDims)),
    outer: product(x.shape.slice(batchDims, axis)),
    size: x.shape[axis]!,
    picked: product(indices.shape.slice(batchDims)),
    inner: product(x.shape.slice(axis + 1)),
  };
}

export function gatherShape({ x, indices }: GatherInputs, { axis, batchDims }: GatherAttributes): number[] {
  return [...x.shape.slice(0, axis), ...indices.shape.slice(batchDims), ...x.shape.slice(axis + 1)];
}

export function product(sizes: number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
