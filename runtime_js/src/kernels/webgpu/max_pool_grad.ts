/** MaxPoolGrad on webgpu, in one pass: a pixel takes the gradient of each window whose first maximum it is. */

import type { KernelConfig } from "../../backends/backend.js";
import { poolWindow } from "../pool_window.js";
import type { MaxPoolGradInputs, PoolAttributes, PoolWindow } from "../pool_window.js";
import { elementProgram } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

function program(shape: number[], window: PoolWindow): WebGPUProgram {
  const { inHeight, inWidth, channels, outHeight, outWidth } = window;
  const { height, width, strideHeight, strideWidth, padTop, padLeft } = window;
  const { batch: _, ...geometry } = window;
  return elementProgram(
    `bmlMaxPoolGrad${Object.values(geometry).join()}`,
    ["dy", "x", "y"],
    shape,
    // No pixel of the window before this one, in row-major order, has the value.
    `
fn isFirst(index:i32,top:i32,left:i32,row:i32,column:i32,value:f32)->bool{
for(var i=max(top,0);i<=row;i++){
let end=select(min(left+${width},${inWidth}),column,i==row);
for(var j=max(left,0);j<end;j++){
if(x[index+((i-row)*${inWidth}+j-column)*${channels}]==value){return false;}
}
}
return true;
}`,
    `
let value=x[index];
let channel=index%${channels};
let column=index/${channels}%${inWidth};
let row=index/${channels * inWidth}%${inHeight};
let image=index/${channels * inWidth * inHeight}*${outHeight};
let bottom=min((row+${padTop})/${strideHeight},${outHeight - 1});
let right=min((column+${padLeft})/${strideWidth},${outWidth - 1});
var result=0.;
for(var i=max(0,(row+${padTop - height + strideHeight})/${strideHeight});i<=bottom;i++){
for(var j=max(0,(column+${padLeft - width + strideWidth})/${strideWidth});j<=right;j++){
let at=((image+i)*${outWidth}+j)*${channels}+channel;
if(y[at]==value&&isFirst(index,i*${strideHeight}-${padTop},j*${strideWidth}-${padLeft},row,column,value)){result+=dy[at];}
}
}`,
  );
}

export const maxPoolGradConfig: KernelConfig = {
  kernelName: "MaxPoolGrad",
  kernelFunc({ inputs, attrs, backend }: { inputs: MaxPoolGradInputs; attrs: PoolAttributes; backend: WebGPUBackend }) {
    const { dy, input, output } = inputs;
    return backend.runWebGPUProgram(program(input.shape, poolWindow(input.shape, attrs)), [dy, input, output], "float32");
  },
};
