/**
 * Convolution on webgpu for few filters, with bias and activation: an invocation sums one element of the output.
 *
 * tfjs multiplies tiles of 32 x 32, part of which lies idle with fewer filters: it takes 16 times as long for 8 filters
 * of 5 x 5 x 1 on a software GPU. Neighbours read the same pixel and consecutive weights.
 */

import { activationFnSnippet } from "@tensorflow/tfjs-backend-webgpu/dist/activation_util.js";
import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { convWindow } from "../conv_window.js";
import type { ConvAttributes, ConvWindow } from "../conv_window.js";
import { elementProgram } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

type Activation = "linear" | "relu" | "relu6" | "sigmoid" | "elu";

function program(batch: number, window: ConvWindow, hasBias: boolean, activation: Activation): WebGPUProgram {
  const { inHeight, inWidth, channels, outHeight, outWidth, filters, height, width } = window;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft } = window;
  return elementProgram(
    `bmlDirectConv2D${[...Object.values(window), hasBias, activation].join()}`,
    hasBias ? ["x", "w", "bias"] : ["x", "w"],
    [batch, outHeight, outWidth, filters],
    activationFnSnippet(activation),
    `
let filterIndex=index%${filters};
let pixel=index/${filters};
let top=pixel/${outWidth}%${outHeight}*${strideHeight}-${padTop};
let left=pixel%${outWidth}*${strideWidth}-${padLeft};
let image=pixel/${outHeight * outWidth}*${inHeight * inWidth * channels};
var sum=${hasBias ? "bias[filterIndex]" : "0."};
for(var i=0;i<${height};i++){
let row=top+i*${dilationHeight};
if(row<0||row>=${inHeight}){continue;}
for(var j=0;j<${width};j++){
let column=left+j*${dilationWidth};
if(column<0||column>=${inWidth}){continue;}
let at=image+(row*${inWidth}+column)*${channels};
let tap=(i*${width}+j)*${channels * filters}+filterIndex;
for(var channel=0;channel<${channels};channel++){
sum+=x[at+channel]*w[tap+channel*${filters}];
}
}
}
let result=activation(sum,vec3<i32>(0));`,
  );
}

interface Call {
  inputs: { x: Tensor; filter: Tensor; bias?: Tensor };
  attrs: ConvAttributes & { activation?: Activation };
  backend: WebGPUBackend;
}

export const directConv2DConfig: KernelConfig = {
  kernelName: "DirectConv2D",
  kernelFunc({ inputs: { x, filter, bias }, attrs, backend }: Call) {
    const window = convWindow(x.shape, filter.shape, attrs);
    const operands = bias === undefined ? [x, filter] : [x, filter, bias];
    return backend.runWebGPUProgram(
      program(x.shape[0]!, window, bias !== undefined, attrs.activation ?? "linear"),
      operands,
      "float32",
    );
  },
};
