/** Gather on webgpu, of any dtype: a buffer has no layout. */

import type { KernelConfig } from "../../backends/backend.js";
import { gatherShape, gatherSizes, product } from "../gather.js";
import type { GatherAttributes, GatherInputs } from "../gather.js";
import { elementProgram, flat } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

function program(inputs: GatherInputs, attrs: GatherAttributes): WebGPUProgram {
  const { outer, size, picked, inner } = gatherSizes(inputs, attrs);
  const { dtype } = inputs.x;
  return elementProgram(
    `bmlGather${[outer, size, picked, inner].join()}`,
    ["x", "indices"],
    [product(gatherShape(inputs, attrs))],
    "",
    `
let row=index/${picked * inner};
var place=indices[row/${outer}*${picked}+index/${inner}%${picked}];
place=select(place,place+${size},place<0);
var result=${dtype === "float32" ? "uniforms.NAN" : "0"};
if(place>=0&&place<${size}){result=x[(row*${size}+place)*${inner}+index%${inner}];}`,
    dtype,
  );
}

export const gatherConfig: KernelConfig = {
  kernelName: "Gather",
  kernelFunc({ inputs, attrs, backend }: { inputs: GatherInputs; attrs: GatherAttributes; backend: WebGPUBackend }) {
    const operands = [flat(inputs.x), flat(inputs.indices)];
    const { dataId, dtype } = backend.runWebGPUProgram(program(inputs, attrs), operands, inputs.x.dtype);
    return { dataId, shape: gatherShape(inputs, attrs), dtype };
  },
};
