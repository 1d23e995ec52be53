/** Products, convolutions and transposes of tensors without elements, which XNNPACK and the kernels of GPUs refuse. */

import type { Inputs, Tensor } from "./backend.js";

interface Attributes {
  perm?: number[];
  transposeA?: boolean;
  transposeB?: boolean;
  strides?: [number, number];
  dilations?: [number, number];
  pad?: "valid" | [number, number][];
}

/** The shape of the result, all of which is 0; null if the kernel can compute it. */
export function productOfNothing(kernel: string, inputs: Inputs, attrs: Attributes): number[] | null {
  if (kernel === "Conv2D" || kernel === "FusedConv2D") return convolutionOfNothing(kernel, inputs, attrs);
  if (kernel !== "BatchMatMul" && kernel !== "Transpose") return null;
  const [a, b] = Object.values(inputs).map((each: Tensor) => each.shape);
  if (!a!.includes(0) && !b?.includes(0)) return null;
  if (b === undefined) return attrs.perm!.map((axis) => a![axis]!);
  const [long, short] = a!.length > b.length ? [a!, b] : [b, a!];
  const batch = long.slice(0, -2).map((size, axis) => (size === 1 ? (short.at(axis - long.length) ?? 1) : size));
  return [...batch, a!.at(attrs.transposeA ? -1 : -2)!, b.at(attrs.transposeB ? -2 : -1)!];
}

/** One of no images or, as the gradient of a filter is, of images whose channels are none. */
function convolutionOfNothing(kernel: string, inputs: Inputs, { strides, dilations, pad }: Attributes): number[] | null {
  const [x, filter] = Object.values(inputs).map((each: Tensor) => each.shape) as [number[], number[]];
  if (kernel === "Conv2D" ? !x.includes(0) : x[0] !== 0) return null;
  const sizes = [0, 1].map((axis) => {
    const [before, after] = pad === "valid" ? [0, 0] : pad![axis + 1]!;
    const room = x[axis + 1]! + before + after - (filter[axis]! - 1) * dilations![axis]! - 1;
    return Math.floor(room / strides![axis]!) + 1;
  });
  return [x[0]!, ...sizes, filter[3]!];
}
