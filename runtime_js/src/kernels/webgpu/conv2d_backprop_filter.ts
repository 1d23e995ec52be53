/**
 * Conv2DBackpropFilter on webgpu: 16 invocations share the sum of an element, each with its part of the rows.
 *
 * tfjs's kernel gives an element to one invocation, which is few of them, and it knows no dilations.
 */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { convWindow } from "../conv_window.js";
import type { ConvAttributes, ConvWindow } from "../conv_window.js";
import { sharedProgram } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

function program(filterShape: number[], window: ConvWindow): WebGPUProgram {
  const { inHeight, inWidth, channels, outHeight, outWidth, filters, width } = window;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft } = window;
  return sharedProgram(
    `bmlConv2DBackpropFilter${Object.values(window).join()}`,
    ["x", "dy"],
    filterShape,
    `
let filterIndex=index%${filters};
let channel=index/${filters}%${channels};
let tap=index/${filters * channels};
let top=tap/${width}*${dilationHeight}-${padTop};
let left=tap%${width}*${dilationWidth}-${padLeft};
let first=max(0,(${strideWidth - 1}-left)/${strideWidth});
let last=min(${outWidth},(${inWidth - 1 + strideWidth}-left)/${strideWidth});
for(var outRow=part;outRow<uniforms.xShape[0]*${outHeight};outRow+=parts){
let row=outRow%${outHeight}*${strideHeight}+top;
if(row<0||row>=${inHeight}){continue;}
var at=((outRow/${outHeight}*${inHeight}+row)*${inWidth}+first*${strideWidth}+left)*${channels}+channel;
var out=(outRow*${outWidth}+first)*${filters}+filterIndex;
for(var column=first;column<last;column++){
sum+=x[at]*dy[out];
at+=${strideWidth * channels};
out+=${filters};
}
}`,
  );
}

interface Call {
  inputs: { x: Tensor; dy: Tensor };
  attrs: ConvAttributes & { filterShape: number[] };
  backend: WebGPUBackend;
}

export const conv2DBackpropFilterConfig: KernelConfig = {
  kernelName: "Conv2DBackpropFilter",
  kernelFunc({ inputs: { x, dy }, attrs, backend }: Call) {
    const window = convWindow(x.shape, attrs.filterShape, attrs);
    return backend.runWebGPUProgram(program(attrs.filterShape, window), [x, dy], "float32");
  },
};
