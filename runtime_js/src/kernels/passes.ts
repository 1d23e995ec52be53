/** What takes a GPU several passes over rows: each looks twice as far as the one before it. */

import type { Tensor } from "../backends/backend.js";

/** Calls `pass` with the widths 1, 2, 4, … below `size`, once at least, and frees the results between. */
export function doublingPasses(
  size: number,
  backend: { disposeData(dataId: object): boolean },
  pass: (width: number, before?: Tensor) => Tensor,
): Tensor {
  let result = pass(1);
  for (let width = 2; width < size; width *= 2) {
    const before = result;
    result = pass(width, before);
    backend.disposeData(before.dataId);
  }
  return result;
}
