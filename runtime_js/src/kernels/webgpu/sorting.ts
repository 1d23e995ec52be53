/** Ranks on webgpu. */

import type { KernelConfig } from "../../backends/backend.js";
import { product } from "../gather.js";
import type { SortAttributes, SortInputs } from "../sorting.js";
import { elementProgram, flat } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

const KEY = `
fn key(x:f32)->i32{
let bits=bitcast<i32>(x);
let magnitude=bits&0x7fffffff;
if(magnitude>0x7f800000){return 0x7fffffff;}
if(magnitude<0x800000){return 0;}
return select(bits,-magnitude,bits<0);
}`;

function program({ x }: SortInputs, { descending }: SortAttributes): WebGPUProgram {
  const size = x.shape.at(-1)!;
  const key = x.dtype === "float32" ? "key" : "";
  return elementProgram(
    `bmlRanks${size}${descending}${x.dtype}`,
    ["x"],
    [product(x.shape)],
    key && KEY,
    `
let first=index/${size}*${size};
let own=${key}(x[index]);
var result=0;
for(var i=first;i<first+${size};i++){
let other=${key}(x[i]);
if(other${descending ? ">" : "<"}own||(other==own&&i<index)){result++;}
}`,
    "int32",
  );
}

export const ranksConfig: KernelConfig = {
  kernelName: "Ranks",
  backendName: "webgpu",
  kernelFunc({ inputs, attrs, backend }: { inputs: SortInputs; attrs: SortAttributes; backend: WebGPUBackend }) {
    const { dataId, dtype } = backend.runWebGPUProgram(program(inputs, attrs), [flat(inputs.x)], "int32");
    return { dataId, shape: inputs.x.shape, dtype };
  },
};
