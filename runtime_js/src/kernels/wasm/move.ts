/** Elements that change places, as one operation: for each dimension its size and how far apart neighbours lie here and there. */

import type { DType, Tensor } from "../../backends/backend.js";
import { bytesOf, type Executor } from "../../engine/kernel.js";

/** Strides in elements: negative ones go backwards, 0 repeats. */
export interface Dim {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

/** Where the first element lies. */
interface Start {
  readonly from?: number;
  readonly to?: number;
}

/** How far apart neighbours along each dimension of a tensor are. */
export function stridesOf(shape: number[]): number[] {
  const strides: number[] = [];
  for (let axis = shape.length - 1, stride = 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

export function elementBytes(dtype: DType): number {
  return bytesOf([], dtype);
}

/** Moves elements of `x` into `y`. */
export function move(k: Executor, x: Tensor, y: Tensor, dims: Dim[], { from = 0, to = 0 }: Start = {}): void {
  const size = dims.reduce((product, dim) => product * dim.size, 1);
  if (size === 0) return;
  const few = ordered(merged(dims));
  const words = few.flatMap((dim) => [dim.size, dim.from, dim.to]);
  const bytes = elementBytes(x.dtype);
  k.call("move", [x, y, from, to, bytes, few.length, ...words], { work: few.length > 1 ? size * bytes : 0 });
}

/** As few dimensions as can be, in the order of the result; one at least. */
function merged(dims: Dim[]): Dim[] {
  const few: Dim[] = [];
  for (const dim of dims.filter(({ size }) => size !== 1).sort((a, b) => b.to - a.to)) {
    const outer = few.at(-1);
    if (outer && outer.from === dim.from * dim.size && outer.to === dim.to * dim.size) {
      few[few.length - 1] = { ...dim, size: outer.size * dim.size };
    } else {
      few.push(dim);
    }
  }
  return few.length ? few : [{ size: 1, from: 1, to: 1 }];
}

/** With the dimension that is contiguous in `from` as the last but one: the operation transposes the last two. */
function ordered(dims: Dim[]): Dim[] {
  const last = dims.at(-1)!, along = dims.findIndex(({ from }) => from === 1);
  if (last.from === 1 || along < 0) return dims;
  return [...dims.filter((dim, i) => i !== along && dim !== last), dims[along]!, last];
}
