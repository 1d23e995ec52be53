/** IntegerMap on webgpu: an operation on the elements of ints and bools, which broadcast. */

import type { DType, KernelConfig, Tensor } from "../../backends/backend.js";
import { product } from "../gather.js";
import { broadcastShape, stretchedStrides } from "../integers.js";
import { elementProgram, flat } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

/** By the kernels of tfjs that do the same in floats. */
const OPERATIONS = {
  Add: "a+b",
  Sub: "a-b",
  Multiply: "a*b",
  FloorDiv: "select(a/b-i32(a%b!=0&&(a<0)!=(b<0)),0,b==0)",
  Mod: "select(select(a%b,a%b+b,a%b!=0&&(a<0)!=(b<0)),0,b==0)",
  Maximum: "max(a,b)",
  Minimum: "min(a,b)",
  Equal: "select(0,1,a==b)",
  NotEqual: "select(0,1,a!=b)",
  Less: "select(0,1,a<b)",
  LessEqual: "select(0,1,a<=b)",
  Greater: "select(0,1,a>b)",
  GreaterEqual: "select(0,1,a>=b)",
  Select: "select(c,b,a!=0)",
} as const;

interface Attributes {
  operation: keyof typeof OPERATIONS;
  dtype: DType;
}

function program(inputs: Tensor[], shape: number[], { operation, dtype }: Attributes): WebGPUProgram {
  const strides = shape.map((_, axis) => product(shape.slice(axis + 1)));
  const operands = inputs.map((input, i) => {
    const own = stretchedStrides(input.shape, shape);
    const same = own.every((stride, axis) => stride === strides[axis] || shape[axis] === 1);
    const terms = own.flatMap((stride, axis) =>
      stride === 0 ? [] : [`index/${strides[axis]!}%${shape[axis]!}*${stride}`],
    );
    const name = "abc"[i]!;
    return `let ${name}=${name}_[${same ? "index" : terms.join("+") || "0"}];`;
  });
  const names = inputs.map((_, i) => `${"abc"[i]!}_`);
  const key = `bmlIntegerMap${operation}${operands.join("")}`;
  const body = `${operands.join("\n")}\nlet result=${OPERATIONS[operation]};`;
  return elementProgram(key, names, [product(shape)], "", body, dtype);
}

export const integerMapConfig: KernelConfig = {
  kernelName: "IntegerMap",
  kernelFunc({ inputs, attrs, backend }: { inputs: Tensor[]; attrs: Attributes; backend: WebGPUBackend }) {
    const shape = broadcastShape(inputs.map((input) => input.shape));
    const { dataId, dtype } = backend.runWebGPUProgram(program(inputs, shape, attrs), inputs.map(flat), attrs.dtype);
    return { dataId, shape, dtype };
  },
};
