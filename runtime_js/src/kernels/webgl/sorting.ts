/** Ranks on webgl, where int32 is a float too. */

import type { KernelConfig } from "../../backends/backend.js";
import { product } from "../gather.js";
import type { SortAttributes, SortInputs } from "../sorting.js";
import { coordinates } from "./webgl_backend.js";
import type { WebGLBackend, WebGLProgram } from "./webgl_backend.js";

function program({ x }: SortInputs, { descending }: SortAttributes): WebGLProgram {
  const size = x.shape.at(-1)!;
  return {
    variableNames: ["x"],
    outputShape: [product(x.shape)],
    userCode: `
int key(int i){
float x=getX(${coordinates(x.shape, "i")});
int bits=floatBitsToInt(x);
int magnitude=bits&0x7fffffff;
return magnitude>0x7f800000?0x7fffffff:x==0.?0:bits<0?-magnitude:bits;
}
void main(){
int at=getOutputCoords();
int first=at/${size}*${size};
int own=key(at);
int rank=0;
for(int i=first;i<first+${size};i++){
int other=key(i);
if(other${descending ? ">" : "<"}own||(other==own&&i<at))rank++;
}
setOutput(float(rank));
}
`,
  };
}

export const ranksConfig: KernelConfig = {
  kernelName: "Ranks",
  backendName: "webgl",
  kernelFunc({ inputs, attrs, backend }: { inputs: SortInputs; attrs: SortAttributes; backend: WebGLBackend }) {
    const { dataId, dtype } = backend.runWebGLProgram(program(inputs, attrs), [inputs.x], "int32");
    return { dataId, shape: inputs.x.shape, dtype };
  },
};
