/** SegmentSum over typed arrays, for cpu and wasm. */

import type { SegmentSizes } from "../segment_sum.js";

/** Writes all of `out`. */
export function segmentSum(out: Float32Array, x: Float32Array, ids: Int32Array, count: number, sizes: SegmentSizes): void {
  const { batch, rows, inner } = sizes;
  out.fill(0);
  let from = 0;
  for (let b = 0; b < batch; b++) {
    for (let row = 0; row < rows; row++, from += inner) {
      const id = ids[b * rows + row]!;
      if (id < 0 || id >= count) continue;
      const to = (b * count + id) * inner;
      for (let i = 0; i < inner; i++) out[to + i]! += x[from + i]!;
    }
  }
}
