/** Cumsum, Cumprod and CumLogSumExp on webgl: each element goes through those up to it. */

import type { KernelConfig } from "../../backends/backend.js";
import type { CumulativeAttributes, CumulativeInputs } from "../cumulative.js";
import { product } from "../gather.js";
import { coordinates } from "./webgl_backend.js";
import type { WebGLBackend } from "./webgl_backend.js";

interface Call {
  inputs: CumulativeInputs;
  attrs: CumulativeAttributes;
  backend: WebGLBackend;
}

/** `passes` are what is done to `y` and `z`, both `start` at first, with each value `x`: one loop after the other. */
function cumulative(kernelName: string, start: string, passes: string[], result = "y"): KernelConfig {
  return {
    kernelName,
    backendName: "webgl",
    kernelFunc({ inputs: { x }, attrs: { reverse }, backend }: Call) {
      const size = x.shape.at(-1)!;
      const loops = passes.map(
        (pass) => `for(int i=${reverse ? `last;i>=at` : "first;i<=at"};${reverse ? "i--" : "i++"}){
float x=getX(${coordinates(x.shape, "i")});
${pass}
}`,
      );
      const program = {
        variableNames: ["x"],
        outputShape: [product(x.shape)],
        userCode: `
void main(){
int at=getOutputCoords();
int first=at/${size}*${size};
int last=first+${size - 1};
float y=${start};
float z=0.;
${loops.join("\n")}
setOutput(${result});
}
`,
      };
      const { dataId, dtype } = backend.runWebGLProgram(program, [x], x.dtype);
      return { dataId, shape: x.shape, dtype };
    },
  };
}

export const cumLogSumExpConfig = /* @__PURE__ */ cumulative(
  "CumLogSumExp",
  "-uintBitsToFloat(0x7f800000u)",
  ["if(isnan(x)||isnan(y))y=NAN;else y=max(x,y);", "if(!isinf(y)&&!isnan(y))z+=exp(x-y);"],
  "isinf(y)||isnan(y)?y:y+log(z)",
);
export const cumprodConfig = /* @__PURE__ */ cumulative("Cumprod", "1.", ["y*=x;"]);
export const cumsumConfig = /* @__PURE__ */ cumulative("Cumsum", "0.", ["y+=x;"]);
