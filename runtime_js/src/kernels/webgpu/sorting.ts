/** ArgSort on webgpu, as on webgl: each pass merges pairs of sorted runs. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { product } from "../gather.js";
import { doublingPasses } from "../passes.js";
import type { SortAttributes, SortInputs } from "../sorting.js";
import { elementProgram, flat, uniform } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

const ORDERED = `
fn ordered(x:f32)->i32{
let bits=bitcast<i32>(x);
let magnitude=bits&0x7fffffff;
if(magnitude>0x7f800000){return 0x7fffffff;}
if(magnitude<0x800000){return 0;}
return select(bits,-magnitude,bits<0);
}`;

function program({ x }: SortInputs, { descending }: SortAttributes, order?: Tensor): WebGPUProgram {
  const size = x.shape.at(-1)!;
  const float = x.dtype === "float32";
  return elementProgram(
    `bmlArgSort${[size, descending, x.dtype, !order].join()}`,
    order ? ["x", "order"] : ["x"],
    [product(x.shape)],
    `${float ? ORDERED : ""}
fn position(i:i32)->i32{return ${order ? "order[i]" : `i%${size}`};}
fn key(i:i32)->i32{return ${float ? "ordered" : ""}(x[i/${size}*${size}+position(i)]);}
fn passes(second:i32,first:i32)->bool{return key(second)${descending ? ">" : "<"}key(first);}`,
    `
let width=uniforms.width;
let row=index/${size}*${size};
let first=row+(index-row)/(2*width)*2*width;
let second=min(first+width,row+${size});
let end=min(second+width,row+${size});
let rank=index-first;
var low=max(0,rank-(end-second));
var high=min(rank,second-first);
while(low<high){
let middle=(low+high)/2;
if(passes(second+rank-1-middle,first+middle)){high=middle;}else{low=middle+1;}
}
var result=second+rank-low;
if(first+low<second){if(result>=end||!passes(result,first+low)){result=first+low;}}
result=position(result);`,
    "int32",
    "width:i32,",
  );
}

export const argSortConfig: KernelConfig = {
  kernelName: "ArgSort",
  kernelFunc({ inputs, attrs, backend }: { inputs: SortInputs; attrs: SortAttributes; backend: WebGPUBackend }) {
    const x = flat(inputs.x);
    const { dataId, dtype } = doublingPasses(inputs.x.shape.at(-1)!, backend, (width, order) =>
      backend.runWebGPUProgram(program(inputs, attrs, order), order ? [x, order] : [x], "int32", uniform(width)),
    );
    return { dataId, shape: inputs.x.shape, dtype };
  },
};
