/** MaxPool on webgpu: tfjs's begins at -1e20, and loses NaN. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { poolWindow } from "../pool_window.js";
import type { PoolAttributes, PoolWindow } from "../pool_window.js";
import { elementProgram } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

function program(window: PoolWindow): WebGPUProgram {
  const { batch, inHeight, inWidth, channels, outHeight, outWidth } = window;
  const { height, width, strideHeight, strideWidth, padTop, padLeft } = window;
  return elementProgram(
    `bmlMaxPool${Object.values(window).join()}`,
    ["x"],
    [batch, outHeight, outWidth, channels],
    "",
    `
let channel=index%${channels};
let corner=index/${channels * outWidth}%${outHeight}*${strideHeight}-${padTop};
let edge=index/${channels}%${outWidth}*${strideWidth}-${padLeft};
let image=index/${channels * outWidth * outHeight}*${inHeight};
var result=x[((image+max(corner,0))*${inWidth}+max(edge,0))*${channels}+channel];
for(var row=max(corner,0);row<min(corner+${height},${inHeight});row++){
for(var column=max(edge,0);column<min(edge+${width},${inWidth});column++){
let value=x[((image+row)*${inWidth}+column)*${channels}+channel];
if((bitcast<u32>(value)&0x7fffffffu)>0x7f800000u||value>result){result=value;}
}
}`,
  );
}

export const maxPoolConfig: KernelConfig = {
  kernelName: "MaxPool",
  kernelFunc: ({ inputs: { x }, attrs, backend }: { inputs: { x: Tensor }; attrs: PoolAttributes; backend: WebGPUBackend }) =>
    backend.runWebGPUProgram(program(poolWindow(x.shape, attrs)), [x], "float32"),
};
