/** RandomWords on webgl. */

import type { KernelConfig } from "../../backends/backend.js";
import type { RandomWordsAttributes, RandomWordsInputs, WordPart } from "../random_words.js";
import type { WebGLBackend, WebGLProgram } from "./webgl_backend.js";

const PARTS: Record<WordPart, string> = {
  unit: "float(word>>8u)*5.9604644775390625e-8",
  high16: "float(word>>16u)",
  low16: "float(word&65535u)",
};

function program({ shape, seed, site, part }: RandomWordsAttributes): WebGLProgram {
  return {
    variableNames: ["invocation"],
    // Flat: the element's number is what counts.
    outputShape: [shape.reduce((size, dimension) => size * dimension, 1)],
    userCode: `
uint mulHigh(uint a,uint b){
uint a0=a&65535u,a1=a>>16u,b0=b&65535u,b1=b>>16u;
uint middle=a1*b0+((a0*b0)>>16u);
return a1*b1+(middle>>16u)+((a0*b1+(middle&65535u))>>16u);
}
void main(){
int at=getOutputCoords();
uvec4 c=uvec4(uint(at)>>2u,0u,uint(getInvocation()),0u);
uvec2 key=uvec2(${seed >>> 0}u,${site >>> 0}u);
for(int round=0;round<10;round++){
c=uvec4(mulHigh(3449720151u,c.z)^c.y^key.x,3449720151u*c.z,mulHigh(3528531795u,c.x)^c.w^key.y,3528531795u*c.x);
key+=uvec2(2654435769u,3144134277u);
}
int i=at&3;
uint word=i==0?c.x:i==1?c.y:i==2?c.z:c.w;
setOutput(${PARTS[part]});
}
`,
  };
}

interface Call {
  inputs: RandomWordsInputs;
  attrs: RandomWordsAttributes;
  backend: WebGLBackend;
}

export const randomWordsConfig: KernelConfig = {
  kernelName: "RandomWords",
  kernelFunc({ inputs, attrs, backend }: Call) {
    const { dataId, dtype } = backend.runWebGLProgram(program(attrs), [inputs.invocation], "float32");
    return { dataId, shape: attrs.shape, dtype };
  },
};
