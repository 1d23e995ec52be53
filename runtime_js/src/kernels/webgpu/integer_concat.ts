/** IntegerConcat on webgpu: ints or bools side by side along an axis. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { product } from "../gather.js";
import { elementProgram, flat } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

interface Attributes {
  axis: number;
}

/** That a shader of webgpu may read at once, beside the one that it writes. */
const BUFFERS = 7;

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

function joined(inputs: Tensor[], axis: number, backend: WebGPUBackend): Tensor {
  const shape = [...inputs[0]!.shape];
  shape[axis] = inputs.reduce((total, input) => total + input.shape[axis]!, 0);
  const { dataId, dtype } = backend.runWebGPUProgram(program(inputs, shape, axis), inputs.map(flat), inputs[0]!.dtype);
  return { dataId, shape, dtype };
}

export const integerConcatConfig: KernelConfig = {
  kernelName: "IntegerConcat",
  kernelFunc({ inputs, attrs: { axis }, backend }: { inputs: Tensor[]; attrs: Attributes; backend: WebGPUBackend }) {
    let result = joined(inputs.slice(0, BUFFERS), axis, backend);
    for (let i = BUFFERS; i < inputs.length; i += BUFFERS - 1) {
      const before = result;
      result = joined([before, ...inputs.slice(i, i + BUFFERS - 1)], axis, backend);
      backend.disposeData(before.dataId);
    }
    return result;
  },
};
