/** Kernels of integers over typed arrays, for cpu and wasm. */

import type { Fold, MatMulSizes } from "../integers.js";

const FOLDS: Record<Fold, [start: number, step: (total: number, value: number) => number]> = {
  sum: [0, (total, value) => (total + value) | 0],
  prod: [1, Math.imul],
  max: [-(2 ** 31), Math.max],
  min: [2 ** 31 - 1, Math.min],
};

/** Writes all of `out`, each element from `count` neighbours. */
export function reduceIntegers(out: Int32Array, x: Int32Array, fold: Fold, count: number): void {
  const [start, step] = FOLDS[fold];
  for (let i = 0; i < out.length; i++) {
    let total = start;
    for (let j = i * count; j < (i + 1) * count; j++) total = step(total, x[j]!);
    out[i] = total;
  }
}

/** Writes all of `out`. */
export function multiplyIntegerMatrices(out: Int32Array, a: Int32Array, b: Int32Array, sizes: MatMulSizes): void {
  const { batch, rows, inner, columns } = sizes;
  out.fill(0);
  for (let row = 0; row < batch * rows; row++) {
    const second = Math.floor(row / rows) * inner * columns;
    for (let i = 0; i < inner; i++) {
      const factor = a[row * inner + i]!;
      const from = second + i * columns;
      for (let column = 0; column < columns; column++) {
        out[row * columns + column]! += Math.imul(factor, b[from + column]!);
      }
    }
  }
}
