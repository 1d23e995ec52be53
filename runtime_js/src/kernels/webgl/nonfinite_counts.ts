/** NonFiniteCounts on webgl. */

import type { KernelConfig } from "../../backends/backend.js";
import type { NonFiniteCountsAttributes, NonFiniteCountsInputs } from "../nonfinite_counts.js";
import { coordinates } from "./webgl_backend.js";
import type { WebGLBackend, WebGLProgram } from "./webgl_backend.js";

function program(shape: number[], lanes: number): WebGLProgram {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return {
    variableNames: ["x"],
    outputShape: [2, lanes],
    userCode: `
void main(){
ivec2 place=getOutputCoords();
float count=0.;
for(int at=place.y;at<${size};at+=${lanes}){
uint bits=floatBitsToUint(getX(${coordinates(shape, "at")}))&0x7fffffffu;
if(place.x==0?bits>0x7f800000u:bits==0x7f800000u)count+=1.;
}
setOutput(count);
}
`,
  };
}

interface Call {
  inputs: NonFiniteCountsInputs;
  attrs: NonFiniteCountsAttributes;
  backend: WebGLBackend;
}

export const nonFiniteCountsConfig: KernelConfig = {
  kernelName: "NonFiniteCounts",
  kernelFunc({ inputs: { x }, attrs: { lanes }, backend }: Call) {
    return backend.runWebGLProgram(program(x.shape, lanes), [x], "float32");
  },
};
