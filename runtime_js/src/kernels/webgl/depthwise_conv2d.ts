/** The gradients of a depthwise convolution on webgl: tfjs's know no dilations, and give a whole sum to one invocation. */

import type { KernelConfig } from "../../backends/backend.js";
import { convWindow } from "../conv_window.js";
import type { ConvWindow } from "../conv_window.js";
import type { BackpropFilterCall, BackpropInputCall } from "../depthwise_conv2d.js";
import type { WebGLBackend, WebGLProgram } from "./webgl_backend.js";

/** For each image by itself: what sums over them is a reduction, which has more invocations. */
function backpropFilters(batch: number, window: ConvWindow): WebGLProgram {
  const { inHeight, inWidth, channels, outHeight, outWidth, filters, height, width } = window;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft } = window;
  return {
    variableNames: ["x", "dy"],
    outputShape: [batch, height, width, channels * filters],
    userCode: `
void main(){
ivec4 at=getOutputCoords();
int top=at.y*${dilationHeight}-${padTop};
int left=at.z*${dilationWidth}-${padLeft};
float sum=0.;
for(int i=0;i<${outHeight};i++){
int row=i*${strideHeight}+top;
if(row<0||row>=${inHeight})continue;
for(int j=0;j<${outWidth};j++){
int column=j*${strideWidth}+left;
if(column<0||column>=${inWidth})continue;
sum+=getX(at.x,row,column,at.w/${filters})*getDy(at.x,i,j,at.w);
}
}
setOutput(sum);
}
`,
  };
}

function backpropInput(batch: number, window: ConvWindow): WebGLProgram {
  const { inHeight, inWidth, channels, outHeight, outWidth, filters, height, width } = window;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft } = window;
  return {
    variableNames: ["dy", "k"],
    outputShape: [batch, inHeight, inWidth, channels],
    userCode: `
void main(){
ivec4 at=getOutputCoords();
float sum=0.;
for(int i=0;i<${height};i++){
int row=at.y+${padTop}-i*${dilationHeight};
if(row<0||row%${strideHeight}!=0||row/${strideHeight}>=${outHeight})continue;
for(int j=0;j<${width};j++){
int column=at.z+${padLeft}-j*${dilationWidth};
if(column<0||column%${strideWidth}!=0||column/${strideWidth}>=${outWidth})continue;
for(int filter_=0;filter_<${filters};filter_++){
sum+=getDy(at.x,row/${strideHeight},column/${strideWidth},at.w*${filters}+filter_)*getK(i,j,at.w,filter_);
}
}
}
setOutput(sum);
}
`,
  };
}

export const depthwiseBackpropFiltersConfig: KernelConfig = {
  kernelName: "DepthwiseBackpropFilters",
  kernelFunc({ inputs: { x, dy }, attrs, backend }: BackpropFilterCall<WebGLBackend>) {
    const window = convWindow(x.shape, attrs.filterShape, attrs);
    return backend.runWebGLProgram(backpropFilters(x.shape[0]!, window), [x, dy], "float32");
  },
};

export const depthwiseBackpropInputConfig: KernelConfig = {
  kernelName: "DepthwiseBackpropInput",
  kernelFunc({ inputs: { dy, filter }, attrs, backend }: BackpropInputCall<WebGLBackend>) {
    const window = convWindow(attrs.inputShape, filter.shape, attrs);
    return backend.runWebGLProgram(backpropInput(dy.shape[0]!, window), [dy, filter], "float32");
  },
};
