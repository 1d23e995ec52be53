/** What gives the elements of a tensor in other places or under another shape, on wasm. */

import type { DType, Tensor } from "../../backends/backend.js";
import { bytesOf, floatBits, kernel, sizeOf, type Executor } from "../../engine/kernel.js";
import { elementBytes, move, stridesOf } from "./move.js";

interface Inputs {
  x: Tensor;
}

export const reshapeConfig = /* @__PURE__ */ kernel(
  "Reshape", ({ x }: Inputs, { shape }: { shape: number[] }, k): Tensor => k.view(x, shape),
);

export const transposeConfig = /* @__PURE__ */ kernel("Transpose", ({ x }: Inputs, { perm }: { perm: number[] }, k): Tensor => {
  const y = k.make(perm.map((axis) => x.shape[axis]!), x.dtype);
  const from = stridesOf(x.shape), to = stridesOf(y.shape);
  move(k, x, y, perm.map((axis, i) => ({ size: x.shape[axis]!, from: from[axis]!, to: to[i]! })));
  return y;
});

interface SliceAttributes {
  begin: number[];
  size: number[];
}

export const sliceConfig = /* @__PURE__ */ kernel("Slice", ({ x }: Inputs, { begin, size }: SliceAttributes, k): Tensor => {
  const y = k.make(size, x.dtype);
  const from = stridesOf(x.shape), to = stridesOf(size);
  move(k, x, y, size.map((n, i) => ({ size: n, from: from[i]!, to: to[i]! })), { from: dot(begin, from) });
  return y;
});

export const reverseConfig = /* @__PURE__ */ kernel("Reverse", ({ x }: Inputs, { dims }: { dims: number[] }, k): Tensor => {
  const y = k.make(x.shape, x.dtype);
  const strides = stridesOf(x.shape);
  const moved = x.shape.map((size, i) => ({ size, from: dims.includes(i) ? -strides[i]! : strides[i]!, to: strides[i]! }));
  move(k, x, y, moved, { from: dot(dims.map((axis) => x.shape[axis]! - 1), dims.map((axis) => strides[axis]!)) });
  return y;
});

export const tileConfig = /* @__PURE__ */ kernel("Tile", ({ x }: Inputs, { reps }: { reps: number[] }, k): Tensor => {
  const y = k.make(x.shape.map((size, i) => size * reps[i]!), x.dtype);
  const from = stridesOf(x.shape), to = stridesOf(y.shape);
  move(k, x, y, x.shape.flatMap((size, i) => [{ size: reps[i]!, from: 0, to: to[i]! * size }, { size, from: from[i]!, to: to[i]! }]));
  return y;
});

interface PadAttributes {
  paddings: [before: number, behind: number][];
  constantValue: number;
}

export const padV2Config = /* @__PURE__ */ kernel("PadV2", ({ x }: Inputs, { paddings, constantValue }: PadAttributes, k): Tensor => {
  const y = k.make(x.shape.map((size, i) => paddings[i]![0] + size + paddings[i]![1]), x.dtype);
  const from = stridesOf(x.shape), to = stridesOf(y.shape);
  if (sizeOf(y) > sizeOf(x)) fill(k, y, constantValue);
  move(k, x, y, x.shape.map((size, i) => ({ size, from: from[i]!, to: to[i]! })), { to: dot(paddings.map(([before]) => before), to) });
  return y;
});

interface ConcatAttributes {
  axis: number;
  /** Of a join of tensors that may be none: its result. */
  shape?: number[];
  dtype?: DType;
}

export const concatConfig = /* @__PURE__ */ kernel("Concat", (inputs: Tensor[], { axis, shape, dtype }: ConcatAttributes, k): Tensor => {
  const total = inputs.reduce((sum, x) => sum + x.shape[axis]!, 0);
  const y = k.make(shape ?? inputs[0]!.shape.map((size, i) => (i === axis ? total : size)), dtype ?? inputs[0]!.dtype);
  const strides = stridesOf(y.shape);
  let at = 0;
  for (const x of inputs) {
    const from = stridesOf(x.shape);
    move(k, x, y, x.shape.map((size, i) => ({ size, from: from[i]!, to: strides[i]! })), { to: at });
    at += x.shape[axis]! * strides[axis]!;
  }
  return y;
});

interface FillAttributes {
  shape: number[];
  value: number | boolean;
  dtype: DType;
}

export const fillConfig = /* @__PURE__ */ kernel("Fill", (_inputs: object, { shape, value, dtype }: FillAttributes, k): Tensor => {
  const y = k.make(shape, dtype);
  fill(k, y, value);
  return y;
});

export const rangeConfig = /* @__PURE__ */ kernel("Range", (_inputs: object, { start, stop, step }: Record<string, number>, k): Tensor => {
  const y = k.make([Math.max(0, Math.ceil((stop! - start!) / step!))], "int32");
  k.call("range", [y, sizeOf(y), start!, step!]);
  return y;
});

interface OneHotAttributes {
  depth: number;
  onValue: number;
  offValue: number;
  dtype: DType;
}

export const oneHotConfig = /* @__PURE__ */ kernel(
  "OneHot",
  ({ indices }: { indices: Tensor }, { depth, onValue, offValue, dtype }: OneHotAttributes, k): Tensor => {
    const y = k.make([...indices.shape, depth], dtype);
    fill(k, y, offValue);
    k.call("one_hot", [indices, y, sizeOf(indices), depth, elementBytes(dtype), bitsOf(onValue, dtype)]);
    return y;
  },
);

/** Every element of `y` becomes `value`. */
function fill(k: Executor, y: Tensor, value: number | boolean): void {
  k.call("fill", [y, sizeOf(y), elementBytes(y.dtype), bitsOf(Number(value), y.dtype)], { work: bytesOf(y.shape, y.dtype) });
}

function bitsOf(value: number, dtype: DType): number {
  return dtype === "float32" ? floatBits(value) : value;
}

function dot(a: number[], b: number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
