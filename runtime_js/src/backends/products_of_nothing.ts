/** Products and transposes of tensors without elements, which XNNPACK and the kernels of GPUs refuse. */

import type { Inputs, Tensor } from "./backend.js";

interface Attributes {
  perm?: number[];
  transposeA?: boolean;
  transposeB?: boolean;
}

/** The shape of the result, all of which is 0; null if the kernel can compute it. */
export function productOfNothing(kernel: string, inputs: Inputs, attrs: Attributes): number[] | null {
  if (kernel !== "BatchMatMul" && kernel !== "Transpose") return null;
  const [a, b] = Object.values(inputs).map((each: Tensor) => each.shape);
  if (!a!.includes(0) && !b?.includes(0)) return null;
  if (b === undefined) return attrs.perm!.map((axis) => a![axis]!);
  const [long, short] = a!.length > b.length ? [a!, b] : [b, a!];
  const batch = long.slice(0, -2).map((size, axis) => (size === 1 ? (short.at(axis - long.length) ?? 1) : size));
  return [...batch, a!.at(attrs.transposeA ? -1 : -2)!, b.at(attrs.transposeB ? -2 : -1)!];
}
