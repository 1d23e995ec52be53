/** Cumsum and Cumprod on wasm. */

import type { Tensor } from "../../backends/backend.js";
import { kernel, sizeOf, type OwnKernel } from "../../engine/kernel.js";
import type { CumulativeAttributes, CumulativeInputs } from "../cumulative.js";
import { product } from "../gather.js";

function cumulative(kernelName: string, operation: string): OwnKernel {
  return kernel(kernelName, ({ x }: CumulativeInputs, { reverse }: CumulativeAttributes, k): Tensor => {
    const y = k.make(x.shape, x.dtype), rows = product(x.shape.slice(0, -1));
    k.call(x.dtype === "int32" ? `${operation}_int` : operation, [x, y, rows, x.shape.at(-1)!, Number(reverse)], { work: sizeOf(x) });
    return y;
  });
}

export const cumprodConfig = /* @__PURE__ */ cumulative("Cumprod", "cumprod");
export const cumsumConfig = /* @__PURE__ */ cumulative("Cumsum", "cumsum");
