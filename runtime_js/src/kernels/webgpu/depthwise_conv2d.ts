/** The gradients of a depthwise convolution on webgpu: tfjs's know no dilations, and give a whole sum to one invocation. */

import type { KernelConfig } from "../../backends/backend.js";
import { convWindow } from "../conv_window.js";
import type { ConvWindow } from "../conv_window.js";
import type { BackpropFilterCall, BackpropInputCall } from "../depthwise_conv2d.js";
import { elementProgram, sharedProgram } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

function backpropFilter(filterShape: number[], window: ConvWindow): WebGPUProgram {
  const { inHeight, inWidth, channels, outHeight, outWidth, filters, width } = window;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft } = window;
  const outputs = channels * filters;
  return sharedProgram(
    `bmlDepthwiseBackpropFilter${Object.values(window).join()}`,
    ["x", "dy"],
    filterShape,
    `
let output=index%${outputs};
let tap=index/${outputs};
let top=tap/${width}*${dilationHeight}-${padTop};
let left=tap%${width}*${dilationWidth}-${padLeft};
let first=max(0,(${strideWidth - 1}-left)/${strideWidth});
let last=min(${outWidth},(${inWidth - 1 + strideWidth}-left)/${strideWidth});
for(var outRow=part;outRow<uniforms.xShape[0]*${outHeight};outRow+=parts){
let row=outRow%${outHeight}*${strideHeight}+top;
if(row<0||row>=${inHeight}){continue;}
var at=((outRow/${outHeight}*${inHeight}+row)*${inWidth}+first*${strideWidth}+left)*${channels}+output/${filters};
var out=(outRow*${outWidth}+first)*${outputs}+output;
for(var column=first;column<last;column++){
sum+=x[at]*dy[out];
at+=${strideWidth * channels};
out+=${outputs};
}
}`,
  );
}

function backpropInput(inputShape: number[], window: ConvWindow): WebGPUProgram {
  const { inHeight, inWidth, channels, outHeight, outWidth, filters, height, width } = window;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft } = window;
  const outputs = channels * filters;
  return elementProgram(
    `bmlDepthwiseBackpropInput${Object.values(window).join()}`,
    ["dy", "k"],
    inputShape,
    "",
    `
let channel=index%${channels};
let left=index/${channels}%${inWidth}+${padLeft};
let top=index/${channels * inWidth}%${inHeight}+${padTop};
let image=index/${channels * inWidth * inHeight}*${outHeight};
var result=0.;
for(var i=0;i<${height};i++){
let row=top-i*${dilationHeight};
if(row<0||row%${strideHeight}!=0||row/${strideHeight}>=${outHeight}){continue;}
for(var j=0;j<${width};j++){
let column=left-j*${dilationWidth};
if(column<0||column%${strideWidth}!=0||column/${strideWidth}>=${outWidth}){continue;}
let at=((image+row/${strideHeight})*${outWidth}+column/${strideWidth})*${outputs}+channel*${filters};
let tap=(i*${width}+j)*${outputs}+channel*${filters};
for(var m=0;m<${filters};m++){result+=dy[at+m]*k[tap+m];}
}
}`,
  );
}

export const depthwiseBackpropFilterConfig: KernelConfig = {
  kernelName: "DepthwiseBackpropFilter",
  kernelFunc({ inputs: { x, dy }, attrs, backend }: BackpropFilterCall<WebGPUBackend>) {
    const window = convWindow(x.shape, attrs.filterShape, attrs);
    return backend.runWebGPUProgram(backpropFilter(attrs.filterShape, window), [x, dy], "float32");
  },
};

export const depthwiseBackpropInputConfig: KernelConfig = {
  kernelName: "DepthwiseBackpropInput",
  kernelFunc({ inputs: { dy, filter }, attrs, backend }: BackpropInputCall<WebGPUBackend>) {
    const window = convWindow(attrs.inputShape, filter.shape, attrs);
    return backend.runWebGPUProgram(backpropInput(attrs.inputShape, window), [dy, filter], "float32");
  },
};
