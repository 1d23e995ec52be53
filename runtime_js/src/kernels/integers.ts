/**
 * Kernels of int32 and bool that are exact where tfjs's are not: tfjs computes, and even moves, ints in float32 on webgpu,
 * and multiplies them in float64 on cpu. All wrap around at 2**31, as TensorFlow's do.
 */

import type { Tensor } from "../backends/backend.js";
import { product } from "./gather.js";

export type Fold = "sum" | "prod" | "max" | "min";

/** `IntegerReduce`: the last axes of `x`, of which there are `axes`, made one number. */
export interface IntegerReduceAttributes {
  fold: Fold;
  axes: number;
}

/** `IntegerMatMul`: [...batch, rows, inner] by [...batch, inner, columns]. */
export interface MatMulSizes {
  batch: number;
  rows: number;
  inner: number;
  columns: number;
}

export function matMulSizes(a: Tensor, b: Tensor): MatMulSizes {
  const [rows, inner] = a.shape.slice(-2);
  return { batch: product(a.shape.slice(0, -2)), rows: rows!, inner: inner!, columns: b.shape.at(-1)! };
}

export function matMulShape(a: Tensor, b: Tensor): number[] {
  return [...a.shape.slice(0, -1), b.shape.at(-1)!];
}

/** The shape to which NumPy's rules stretch all of `shapes`. */
export function broadcastShape(shapes: number[][]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    return sizes.find((size) => size !== 1) ?? 1;
  });
}

/** For each axis of `out` how far apart its neighbours lie in a tensor of `shape` that is stretched to it. */
export function stretchedStrides(shape: number[], out: number[]): number[] {
  return out.map((_, axis) => {
    const own = axis - out.length + shape.length;
    return own < 0 || shape[own] === 1 ? 0 : product(shape.slice(own + 1));
  });
}
