/** Cumsum and Cumprod on webgpu, as on webgl: each pass folds elements that stand `width` apart. */

import type { KernelConfig } from "../../backends/backend.js";
import type { CumulativeAttributes, CumulativeInputs } from "../cumulative.js";
import { product } from "../gather.js";
import { doublingPasses } from "../passes.js";
import { elementProgram, flat, uniform } from "./webgpu_backend.js";
import type { WebGPUBackend } from "./webgpu_backend.js";

interface Call {
  inputs: CumulativeInputs;
  attrs: CumulativeAttributes;
  backend: WebGPUBackend;
}

/** `fold` is what is done to `result` with the number `v`. */
function cumulative(kernelName: string, fold: string): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { x }, attrs: { reverse }, backend }: Call) {
      const size = x.shape.at(-1)!;
      const place = `index%${size}`;
      const code = `
var result=x[index];
if(${reverse ? `${place}+uniforms.width<${size}` : `${place}>=uniforms.width`}){
let v=x[index${reverse ? "+" : "-"}uniforms.width];
${fold}
}`;
      const key = `bml${kernelName}${size}${reverse}${x.dtype}`;
      const { dataId, dtype } = doublingPasses(size, backend, (width, before = flat(x)) =>
        backend.runWebGPUProgram(
          elementProgram(key, ["x"], [product(x.shape)], "", code, x.dtype, "width:i32,"),
          [before],
          x.dtype,
          uniform(width),
        ),
      );
      return { dataId, shape: x.shape, dtype };
    },
  };
}

export const cumprodConfig = /* @__PURE__ */ cumulative("Cumprod", "result*=v;");
export const cumsumConfig = /* @__PURE__ */ cumulative("Cumsum", "result+=v;");
