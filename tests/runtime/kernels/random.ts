/** Random numbers and tensors for tests of kernels, the same in each run. */

import type { Backend, DType, HostArray, Tensor } from "@bml/runtime/backends/backend.js";
import { sizeOf } from "@bml/runtime/engine/kernel.js";
import { Seeded } from "../engine/seeded.js";

export class Random extends Seeded {
  shape(rank: number, most: number, least = 1): number[] {
    return Array.from({ length: rank }, () => this.between(least, most));
  }

  /** All different, for moves; or numbers in [-2, 2). */
  array(shape: number[], dtype: DType = "float32", different = false): HostArray {
    const size = sizeOf({ shape });
    if (dtype === "bool") return { shape, dtype, data: Uint8Array.from({ length: size }, () => this.between(0, 1)) };
    const value = (_: unknown, i: number) => (different ? i + 1 : dtype === "int32" ? this.between(-9, 9) : this.below(2 ** 24) / 2 ** 22 - 2);
    return dtype === "int32"
      ? { shape, dtype, data: Int32Array.from({ length: size }, value) }
      : { shape, dtype, data: Float32Array.from({ length: size }, value) };
  }

  /** An order of so many axes. */
  order(count: number): number[] {
    const axes = Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = this.between(0, i);
      [axes[i], axes[j]] = [axes[j]!, axes[i]!];
    }
    return axes;
  }
}

/** The place of each element of a shape, in order. */
export function* places(shape: number[]): Generator<number[]> {
  const at = shape.map(() => 0);
  for (let left = sizeOf({ shape }); left > 0; left--) {
    yield [...at];
    for (let axis = shape.length - 1; axis >= 0 && ++at[axis]! === shape[axis]; axis--) at[axis] = 0;
  }
}

/** How far an element lies behind the first. */
export function offset(shape: number[], at: number[]): number {
  return shape.reduce((sum, size, axis) => sum * size + at[axis]!, 0);
}

/** What is left of a tensor, whose memory is given back. */
export async function taken(backend: Backend, tensor: Tensor): Promise<{ shape: number[]; dtype: DType; values: number[] }> {
  const values = [...await backend.read(tensor)];
  backend.dispose(tensor);
  return { shape: tensor.shape, dtype: tensor.dtype, values };
}
