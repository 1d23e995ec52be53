/** IntegerReduce on webgpu. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { product } from "../gather.js";
import type { Fold, IntegerReduceAttributes } from "../integers.js";
import { elementProgram, flat } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

const STEPS: Record<Fold, string> = {
  sum: "result+x[at]",
  prod: "result*x[at]",
  max: "max(result,x[at])",
  min: "min(result,x[at])",
};

function program(shape: number[], fold: Fold, count: number): WebGPUProgram {
  return elementProgram(
    `bmlIntegerReduce${fold}${count}`,
    ["x"],
    [product(shape)],
    "",
    `
var result=x[index*${count}];
for(var at=index*${count}+1;at<(index+1)*${count};at++){result=${STEPS[fold]};}`,
    "int32",
  );
}

interface Call {
  inputs: { x: Tensor };
  attrs: IntegerReduceAttributes;
  backend: WebGPUBackend;
}

export const integerReduceConfig: KernelConfig = {
  kernelName: "IntegerReduce",
  kernelFunc({ inputs: { x }, attrs: { fold, axes }, backend }: Call) {
    const shape = x.shape.slice(0, x.shape.length - axes);
    const count = product(x.shape.slice(shape.length));
    const { dataId, dtype } = backend.runWebGPUProgram(program(shape, fold, count), [flat(x)], "int32");
    return { dataId, shape, dtype };
  },
};
