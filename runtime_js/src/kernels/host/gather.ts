/** Gather over typed arrays, for cpu and wasm. */

import type { GatherSizes } from "../gather.js";

type Values = Float32Array | Int32Array | Uint8Array;

/** Writes all of `out`. */
export function gather(out: Values, x: Values, indices: Int32Array, sizes: GatherSizes): void {
  const { batch, outer, size, picked, inner } = sizes;
  const missing = x instanceof Float32Array ? NaN : 0;
  let to = 0;
  for (let b = 0; b < batch; b++) {
    for (let o = 0; o < outer; o++) {
      const row = (b * outer + o) * size;
      for (let j = 0; j < picked; j++, to += inner) {
        const index = indices[b * picked + j]!;
        const place = index < 0 ? index + size : index;
        if (place < 0 || place >= size) out.fill(missing, to, to + inner);
        else if (inner === 1) out[to] = x[row + place]!;
        else out.set(x.subarray((row + place) * inner, (row + place + 1) * inner), to);
      }
    }
  }
}
