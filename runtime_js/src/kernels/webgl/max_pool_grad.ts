/** MaxPoolGrad on webgl, in one pass: a pixel takes the gradient of each window whose first maximum it is. */

import type { KernelConfig } from "../../backends/backend.js";
import { poolWindow } from "../pool_window.js";
import type { MaxPoolGradInputs, PoolAttributes, PoolWindow } from "../pool_window.js";
import type { WebGLBackend, WebGLProgram } from "./webgl_backend.js";

function program(shape: number[], window: PoolWindow): WebGLProgram {
  const { inWidth, outHeight, outWidth, height, width, strideHeight, strideWidth, padTop, padLeft } = window;
  return {
    variableNames: ["dy", "x", "y"],
    outputShape: shape,
    // isFirst: no pixel of the window before this one, in row-major order, has the value.
    userCode: `
bool isFirst(ivec4 at,int top,int left,float value){
for(int row=max(top,0);row<=at.y;row++){
int end=row==at.y?at.z:min(left+${width},${inWidth});
for(int column=max(left,0);column<end;column++){
if(getX(at.x,row,column,at.w)==value)return false;
}
}
return true;
}
void main(){
ivec4 at=getOutputCoords();
float value=getX(at.x,at.y,at.z,at.w);
int bottom=min((at.y+${padTop})/${strideHeight},${outHeight - 1});
int right=min((at.z+${padLeft})/${strideWidth},${outWidth - 1});
float sum=0.;
for(int row=max(0,(at.y+${padTop - height + strideHeight})/${strideHeight});row<=bottom;row++){
for(int column=max(0,(at.z+${padLeft - width + strideWidth})/${strideWidth});column<=right;column++){
if(getY(at.x,row,column,at.w)==value&&isFirst(at,row*${strideHeight}-${padTop},column*${strideWidth}-${padLeft},value))sum+=getDy(at.x,row,column,at.w);
}
}
setOutput(sum);
}
`,
  };
}

export const maxPoolGradConfig: KernelConfig = {
  kernelName: "MaxPoolGrad",
  kernelFunc({ inputs, attrs, backend }: { inputs: MaxPoolGradInputs; attrs: PoolAttributes; backend: WebGLBackend }) {
    const { dy, input, output } = inputs;
    return backend.runWebGLProgram(program(input.shape, poolWindow(input.shape, attrs)), [dy, input, output], "float32");
  },
};
