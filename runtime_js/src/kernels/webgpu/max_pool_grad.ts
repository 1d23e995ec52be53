/** MaxPoolGrad on webgpu, in one pass: a pixel takes the gradient of each window whose first maximum it is. */

import type { KernelConfig } from "../../backends/backend.js";
import { poolWindow } from "../pool_window.js";
import type { MaxPoolGradInputs, PoolAttributes, PoolWindow } from "../pool_window.js";
import { elementProgram } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

function program(shape: number[], window: PoolWindow): WebGPUProgram {
  const { inHeight, inWidth, outHeight, outWidth, height, width, strideHeight, strideWidth, padTop, padLeft } = window;
  const { batch: _, ...geometry } = window;
  return elementProgram(
    `bmlMaxPoolGrad${Object.values(geometry).join()}`,
    ["dy", "x", "y"],
    shape,
    `
fn isFirst(at:vec4<i32>,top:i32,left:i32,value:f32)->bool{
for(var row=max(top,0);row<min(top+${height},${inHeight});row++){
for(var column=max(left,0);column<min(left+${width},${inWidth});column++){
if(row==at.y&&column==at.z){return true;}
if(getX(at.x,row,column,at.w)==value){return false;}
}
}
return false;
}`,
    `
let at=getCoordsFromIndex(index);
let value=getX(at.x,at.y,at.z,at.w);
var result=0.;
for(var i=0;i<${height};i++){
let top=at.y-i;
let shifted=top+${padTop};
let row=shifted/${strideHeight};
if(shifted<0||shifted%${strideHeight}!=0||row>=${outHeight}){continue;}
for(var j=0;j<${width};j++){
let left=at.z-j;
let moved=left+${padLeft};
let column=moved/${strideWidth};
if(moved<0||moved%${strideWidth}!=0||column>=${outWidth}){continue;}
if(getY(at.x,row,column,at.w)==value&&isFirst(at,top,left,value)){result+=getDy(at.x,row,column,at.w);}
}
}`,
  );
}

export const maxPoolGradConfig: KernelConfig = {
  kernelName: "MaxPoolGrad",
  backendName: "webgpu",
  kernelFunc({ inputs, attrs, backend }: { inputs: MaxPoolGradInputs; attrs: PoolAttributes; backend: WebGPUBackend }) {
    const { dy, input, output } = inputs;
    return backend.runWebGPUProgram(program(input.shape, poolWindow(input.shape, attrs)), [dy, input, output], "float32");
  },
};
