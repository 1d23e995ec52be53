/** IntegerMatMul on wasm. */

import type { Tensor } from "../../backends/backend.js";
import { kernel, sizeOf } from "../../engine/kernel.js";
import { matMulShape, matMulSizes } from "../integers.js";

export const integerMatMulConfig = /* @__PURE__ */ kernel("IntegerMatMul", ({ a, b }: { a: Tensor; b: Tensor }, _attrs: object, k): Tensor => {
  const { batch, rows, inner, columns } = matMulSizes(a, b);
  const y = k.make(matMulShape(a, b), "int32");
  const widths = [a, b].map(({ dtype }) => (dtype === "bool" ? 1 : 4));
  k.call("integer_mat_mul", [a, b, y, batch, rows, inner, columns, ...widths], { work: sizeOf(y) * inner });
  return y;
});
