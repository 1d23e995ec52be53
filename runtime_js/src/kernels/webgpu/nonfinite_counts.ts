/** NonFiniteCounts on webgpu. */

import type { KernelConfig } from "../../backends/backend.js";
import type { NonFiniteCountsAttributes, NonFiniteCountsInputs } from "../nonfinite_counts.js";
import { elementProgram } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

function program(lanes: number): WebGPUProgram {
  return elementProgram(
    `bmlNonFiniteCounts${lanes}`,
    ["x"],
    [2, lanes],
    "",
    `
var result=0.;
for(var at=index%${lanes};at<uniforms.xShape;at+=${lanes}){
let bits=bitcast<u32>(x[at])&0x7fffffffu;
if(select(bits==0x7f800000u,bits>0x7f800000u,index<${lanes})){result+=1.;}
}`,
  );
}

interface Call {
  inputs: NonFiniteCountsInputs;
  attrs: NonFiniteCountsAttributes;
  backend: WebGPUBackend;
}

export const nonFiniteCountsConfig: KernelConfig = {
  kernelName: "NonFiniteCounts",
  kernelFunc({ inputs: { x }, attrs: { lanes }, backend }: Call) {
    const size = x.shape.reduce((product, dimension) => product * dimension, 1);
    return backend.runWebGPUProgram(program(lanes), [{ ...x, shape: [size] }], "float32"); // a buffer has no layout
  },
};
