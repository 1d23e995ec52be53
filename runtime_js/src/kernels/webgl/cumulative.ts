/**
 * Cumsum and Cumprod on webgl: each pass folds an element with the one that stands `width` before it, which has been
 * folded with as many.
 */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import type { CumulativeAttributes, CumulativeInputs } from "../cumulative.js";
import { product } from "../gather.js";
import { doublingPasses } from "../passes.js";
import { coordinates } from "./webgl_backend.js";
import type { WebGLBackend, WebGLProgram } from "./webgl_backend.js";

interface Call {
  inputs: CumulativeInputs;
  attrs: CumulativeAttributes;
  backend: WebGLBackend;
}

/** `fold` is what is done to `y` with the number `z`. */
function cumulative(kernelName: string, fold: string): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { x }, attrs: { reverse }, backend }: Call) {
      const size = x.shape.at(-1)!;
      const program = ({ shape }: Tensor): WebGLProgram => ({
        variableNames: ["x"],
        outputShape: [product(x.shape)],
        customUniforms: [{ name: "width", type: "int" }],
        userCode: `
void main(){
int at=getOutputCoords();
float y=getX(${coordinates(shape, "at")});
if(${reverse ? `at%${size}+width<${size}` : `at%${size}>=width`}){
int other=at${reverse ? "+" : "-"}width;
float z=getX(${coordinates(shape, "other")});
${fold}
}
setOutput(y);
}
`,
      });
      const { dataId, dtype } = doublingPasses(size, backend, (width, before = x) =>
        backend.runWebGLProgram(program(before), [before], x.dtype, [[width]]),
      );
      return { dataId, shape: x.shape, dtype };
    },
  };
}

export const cumprodConfig = /* @__PURE__ */ cumulative("Cumprod", "y*=z;");
export const cumsumConfig = /* @__PURE__ */ cumulative("Cumsum", "y+=z;");
