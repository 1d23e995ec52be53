/** SegmentSum, SegmentMax and SegmentProd over typed arrays, for cpu and wasm. */

import { SMALLEST } from "../segments.js";
import type { SegmentSizes } from "../segments.js";

type Values = Float32Array | Int32Array;

/** Of what was found so far and the next number; sums of two ints wrap around when they are stored. */
export interface Fold {
  startOf(dtype: "float32" | "int32"): number;
  ofFloats(total: number, value: number): number;
  ofInts(total: number, value: number): number;
}

const plus = (total: number, value: number) => total + value;

export const sum: Fold = { startOf: () => 0, ofFloats: plus, ofInts: plus };
export const max: Fold = { startOf: (dtype) => SMALLEST[dtype], ofFloats: Math.max, ofInts: Math.max };
export const prod: Fold = { startOf: () => 1, ofFloats: (total, value) => total * value, ofInts: Math.imul };

/** Writes all of `out`. */
export function foldSegments(out: Values, x: Values, ids: Int32Array, count: number, sizes: SegmentSizes, fold: Fold): void {
  const { batch, rows, inner } = sizes;
  const next = x instanceof Int32Array ? fold.ofInts : fold.ofFloats;
  out.fill(fold.startOf(x instanceof Int32Array ? "int32" : "float32"));
  let from = 0;
  for (let b = 0; b < batch; b++) {
    for (let row = 0; row < rows; row++, from += inner) {
      const id = ids[b * rows + row]!;
      if (id < 0 || id >= count) continue;
      const to = (b * count + id) * inner;
      for (let i = 0; i < inner; i++) out[to + i] = next(out[to + i]!, x[from + i]!);
    }
  }
}
