/** ArgSort on wasm. */

import type { Tensor } from "../../backends/backend.js";
import { kernel } from "../../engine/kernel.js";
import { product } from "../gather.js";
import type { SortAttributes, SortInputs } from "../sorting.js";

export const argSortConfig = /* @__PURE__ */ kernel("ArgSort", ({ x }: SortInputs, { descending }: SortAttributes, k): Tensor => {
  const places = k.make(x.shape, "int32"), size = x.shape.at(-1)!;
  const row = k.make([size], "int32"); // what the backend's table calls its workspace
  k.call("arg_sort", [x, places, row, product(x.shape.slice(0, -1)), size, Number(descending), Number(x.dtype === "float32")]);
  k.drop(row);
  return places;
});
