/** MaxPoolGrad on webgl, in one pass: a pixel takes the gradient of each window whose first maximum it is. */

import type { KernelConfig } from "../../backends/backend.js";
import { poolWindow } from "../pool_window.js";
import type { MaxPoolGradInputs, PoolAttributes, PoolWindow } from "../pool_window.js";
import type { WebGLBackend, WebGLProgram } from "./webgl_backend.js";

function program(shape: number[], window: PoolWindow): WebGLProgram {
  const { inHeight, inWidth, outHeight, outWidth, height, width, strideHeight, strideWidth, padTop, padLeft } = window;
  return {
    variableNames: ["dy", "x", "y"],
    outputShape: shape,
    userCode: `
bool isFirst(ivec4 at,int top,int left,float value){
for(int row=max(top,0);row<min(top+${height},${inHeight});row++){
for(int column=max(left,0);column<min(left+${width},${inWidth});column++){
if(row==at.y&&column==at.z)return true;
if(getX(at.x,row,column,at.w)==value)return false;
}
}
return false;
}
void main(){
ivec4 at=getOutputCoords();
float value=getX(at.x,at.y,at.z,at.w);
float sum=0.;
for(int i=0;i<${height};i++){
int top=at.y-i;
int shifted=top+${padTop};
int row=shifted/${strideHeight};
if(shifted<0||shifted%${strideHeight}!=0||row>=${outHeight})continue;
for(int j=0;j<${width};j++){
int left=at.z-j;
int moved=left+${padLeft};
int column=moved/${strideWidth};
if(moved<0||moved%${strideWidth}!=0||column>=${outWidth})continue;
if(getY(at.x,row,column,at.w)==value&&isFirst(at,top,left,value))sum+=getDy(at.x,row,column,at.w);
}
}
setOutput(sum);
}
`,
  };
}

export const maxPoolGradConfig: KernelConfig = {
  kernelName: "MaxPoolGrad",
  backendName: "webgl",
  kernelFunc({ inputs, attrs, backend }: { inputs: MaxPoolGradInputs; attrs: PoolAttributes; backend: WebGLBackend }) {
    const { dy, input, output } = inputs;
    return backend.runWebGLProgram(program(input.shape, poolWindow(input.shape, attrs)), [dy, input, output], "float32");
  },
};
