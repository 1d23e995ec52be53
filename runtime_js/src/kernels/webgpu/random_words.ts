/** RandomWords on webgpu. */

import type { KernelConfig } from "../../backends/backend.js";
import type { RandomWordsAttributes, RandomWordsInputs, WordPart } from "../random_words.js";
import { elementProgram } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

const PARTS: Record<WordPart, string> = {
  unit: "f32(word>>8u)*5.9604644775390625e-8",
  high16: "f32(word>>16u)",
  low16: "f32(word&65535u)",
};

function program({ shape, seed, site, part }: RandomWordsAttributes): WebGPUProgram {
  return elementProgram(
    `bmlRandomWords${[seed >>> 0, site >>> 0, part].join()}`,
    ["invocation"],
    // Flat: the element's number is what counts.
    [shape.reduce((size, dimension) => size * dimension, 1)],
    `
fn mulHigh(a:u32,b:u32)->u32{
let a0=a&65535u;
let a1=a>>16u;
let b0=b&65535u;
let b1=b>>16u;
let middle=a1*b0+((a0*b0)>>16u);
return a1*b1+(middle>>16u)+((a0*b1+(middle&65535u))>>16u);
}`,
    `
var c=vec4<u32>(u32(index)>>2u,0u,u32(getInvocation()),0u);
var key=vec2<u32>(${seed >>> 0}u,${site >>> 0}u);
for(var round=0;round<10;round++){
c=vec4<u32>(mulHigh(3449720151u,c.z)^c.y^key.x,3449720151u*c.z,mulHigh(3528531795u,c.x)^c.w^key.y,3528531795u*c.x);
key+=vec2<u32>(2654435769u,3144134277u);
}
let word=c[u32(index)&3u];
let result=${PARTS[part]};`,
  );
}

interface Call {
  inputs: RandomWordsInputs;
  attrs: RandomWordsAttributes;
  backend: WebGPUBackend;
}

export const randomWordsConfig: KernelConfig = {
  kernelName: "RandomWords",
  kernelFunc({ inputs, attrs, backend }: Call) {
    const { dataId, dtype } = backend.runWebGPUProgram(program(attrs), [inputs.invocation], "float32");
    return { dataId, shape: attrs.shape, dtype };
  },
};
