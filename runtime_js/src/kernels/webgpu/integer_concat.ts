/** IntegerConcat on webgpu: ints or bools side by side along an axis. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { product } from "../gather.js";
import { elementProgram, flat } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

interface Attributes {
  axis: number;
}

function program(inputs: Tensor[], shape: number[], axis: number): WebGPUProgram {
  const width = product(shape.slice(axis));
  let first = 0;
  const reads = inputs.map((input, i) => {
    const own = product(input.shape.slice(axis));
    const read = `if(column>=${first}&&column<${first + own}){result=x${i}[row*${own}+column-${first}];}`;
    first += own;
    return read;
  });
  const names = inputs.map((_, i) => `x${i}`);
  const body = `
let row=index/${width};
let column=index%${width};
var result=0;
${reads.join("\n")}`;
  return elementProgram(`bmlIntegerConcat${body}`, names, [product(shape)], "", body, inputs[0]!.dtype);
}

export const integerConcatConfig: KernelConfig = {
  kernelName: "IntegerConcat",
  backendName: "webgpu",
  kernelFunc({ inputs, attrs: { axis }, backend }: { inputs: Tensor[]; attrs: Attributes; backend: WebGPUBackend }) {
    const shape = [...inputs[0]!.shape];
    shape[axis] = inputs.reduce((total, input) => total + input.shape[axis]!, 0);
    const { dtype: own } = inputs[0]!;
    const { dataId, dtype } = backend.runWebGPUProgram(program(inputs, shape, axis), inputs.map(flat), own);
    return { dataId, shape, dtype };
  },
};
