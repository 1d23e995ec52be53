/** Gather on webgl. */

import type { KernelConfig } from "../../backends/backend.js";
import { gatherShape, gatherSizes, product } from "../gather.js";
import type { GatherAttributes, GatherInputs } from "../gather.js";
import { coordinates } from "./webgl_backend.js";
import type { WebGLBackend, WebGLProgram } from "./webgl_backend.js";

function program(inputs: GatherInputs, attrs: GatherAttributes): WebGLProgram {
  const { outer, size, picked, inner } = gatherSizes(inputs, attrs);
  const missing = inputs.x.dtype === "float32" ? "NAN" : "0.";
  return {
    variableNames: ["x", "indices"],
    outputShape: [product(gatherShape(inputs, attrs))],
    userCode: `
void main(){
int out_=getOutputCoords();
int row=out_/${picked * inner};
int pick=row/${outer}*${picked}+out_/${inner}%${picked};
int index=int(getIndices(${coordinates(inputs.indices.shape, "pick")}));
index=index<0?index+${size}:index;
int at=(row*${size}+clamp(index,0,${size - 1}))*${inner}+out_%${inner};
setOutput(index<0||index>=${size}?${missing}:getX(${coordinates(inputs.x.shape, "at")}));
}
`,
  };
}

export const gatherConfig: KernelConfig = {
  kernelName: "Gather",
  kernelFunc({ inputs, attrs, backend }: { inputs: GatherInputs; attrs: GatherAttributes; backend: WebGLBackend }) {
    const { dataId, dtype } = backend.runWebGLProgram(
      program(inputs, attrs),
      [inputs.x, inputs.indices],
      inputs.x.dtype,
    );
    return { dataId, shape: gatherShape(inputs, attrs), dtype };
  },
};
