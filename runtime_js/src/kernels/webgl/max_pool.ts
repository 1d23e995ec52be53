/** MaxPool on webgl: tfjs's begins at -1e20, and loses NaN. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { poolWindow } from "../pool_window.js";
import type { PoolAttributes, PoolWindow } from "../pool_window.js";
import type { WebGLBackend, WebGLProgram } from "./webgl_backend.js";

function program(window: PoolWindow): WebGLProgram {
  const { batch, inHeight, inWidth, channels, outHeight, outWidth } = window;
  const { height, width, strideHeight, strideWidth, padTop, padLeft } = window;
  return {
    variableNames: ["x"],
    outputShape: [batch, outHeight, outWidth, channels],
    userCode: `
void main(){
ivec4 at=getOutputCoords();
int corner=at.y*${strideHeight}-${padTop};
int edge=at.z*${strideWidth}-${padLeft};
float most=getX(at.x,max(corner,0),max(edge,0),at.w);
for(int row=max(corner,0);row<min(corner+${height},${inHeight});row++){
for(int column=max(edge,0);column<min(edge+${width},${inWidth});column++){
float value=getX(at.x,row,column,at.w);
if(isnan(value)||value>most)most=value;
}
}
setOutput(most);
}
`,
  };
}

export const maxPoolConfig: KernelConfig = {
  kernelName: "MaxPool",
  kernelFunc: ({ inputs: { x }, attrs, backend }: { inputs: { x: Tensor }; attrs: PoolAttributes; backend: WebGLBackend }) =>
    backend.runWebGLProgram(program(poolWindow(x.shape, attrs)), [x], "float32"),
};
