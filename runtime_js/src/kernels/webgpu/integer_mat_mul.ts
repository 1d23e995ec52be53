/** IntegerMatMul on webgpu. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { product } from "../gather.js";
import { matMulShape, matMulSizes } from "../integers.js";
import { elementProgram, flat } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

function program(a: Tensor, b: Tensor): WebGPUProgram {
  const { rows, inner, columns } = matMulSizes(a, b);
  return elementProgram(
    `bmlIntegerMatMul${[rows, inner, columns].join()}`,
    ["a", "b"],
    [product(matMulShape(a, b))],
    "",
    `
let row=index/${columns};
let second=row/${rows}*${inner * columns}+index%${columns};
var result=0;
for(var i=0;i<${inner};i++){result+=a[row*${inner}+i]*b[second+i*${columns}];}`,
    "int32",
  );
}

export const integerMatMulConfig: KernelConfig = {
  kernelName: "IntegerMatMul",
  kernelFunc({ inputs: { a, b }, backend }: { inputs: { a: Tensor; b: Tensor }; backend: WebGPUBackend }) {
    const { dataId, dtype } = backend.runWebGPUProgram(program(a, b), [flat(a), flat(b)], "int32");
    return { dataId, shape: matMulShape(a, b), dtype };
  },
};
