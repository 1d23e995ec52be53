/** What our kernels use of tfjs's WebGPUBackend. */

import { computeDispatch, flatDispatchLayout } from "@tensorflow/tfjs-backend-webgpu/dist/webgpu_util.js";
import type { DType, Tensor } from "../../backends/backend.js";

/** A compute shader; `dispatchLayout` and `dispatch` are tfjs's, flat over the output. */
export interface WebGPUProgram {
  variableNames: string[];
  outputShape: number[];
  /** Programs with equal keys, and inputs of equal rank and dtype, share a pipeline. */
  shaderKey: string;
  workgroupSize: [number, number, number];
  /** Adds the uniform `size`, the number of elements. */
  size: true;
  dispatchLayout: { x: number[] };
  dispatch: [number, number, number];
  /** Those of its own, each as `name:type,`. */
  uniforms?: string;
  getUserCode(): string;
}

interface Uniform {
  type: "int32";
  data: number[];
}

export interface WebGPUBackend {
  runWebGPUProgram(program: WebGPUProgram, inputs: Tensor[], dtype: DType, uniforms?: Uniform[]): Tensor;
  disposeData(dataId: object): boolean;
}

export const uniform = (value: number): Uniform[] => [{ type: "int32", data: [value] }];

/** A tensor as the row of its elements: kernels of ours read buffers, which have no layout, and no rank is too high. */
export function flat(tensor: Tensor): Tensor {
  return { ...tensor, shape: [tensor.shape.reduce((size, dimension) => size * dimension, 1)] };
}

/**
 * `body` computes `result`, an f32 or, for the other dtypes, an i32, for the element number `index`; `declarations` come
 * before `main`.
 */
export function elementProgram(
  key: string,
  variableNames: string[],
  outputShape: number[],
  declarations: string,
  body: string,
  dtype: DType = "float32",
  uniforms = "",
): WebGPUProgram {
  const workgroupSize: [number, number, number] = [64, 1, 1];
  const dispatchLayout = flatDispatchLayout(outputShape);
  return {
    variableNames,
    outputShape,
    shaderKey: key,
    workgroupSize,
    size: true,
    uniforms,
    dispatchLayout,
    dispatch: computeDispatch(dispatchLayout, outputShape, workgroupSize),
    getUserCode: () => `${declarations}
fn main(index:i32){
if(index>=uniforms.size){return;}
${body}
${dtype === "float32" ? "setOutputAtIndex" : "setOutputAtIndexI32"}(index,result);
}
`,
  };
}

const ELEMENTS = 16;
const PARTS = 16;

/**
 * Every element is a sum that several invocations share: `body` adds the share of number `part` of `parts` to `sum`,
 * for the element number `index`.
 */
export function sharedProgram(key: string, variableNames: string[], outputShape: number[], body: string): WebGPUProgram {
  const dispatchLayout = flatDispatchLayout(outputShape);
  return {
    variableNames,
    outputShape,
    shaderKey: key,
    workgroupSize: [ELEMENTS, PARTS, 1],
    size: true,
    dispatchLayout,
    dispatch: computeDispatch(dispatchLayout, outputShape, [ELEMENTS, 1, 1]),
    getUserCode: () => `
const parts=${PARTS};
var<workgroup> sums:array<f32,${ELEMENTS * PARTS}>;
fn main(_flat:i32){
let group=(workgroupId.z*numWorkgroups.y+workgroupId.y)*numWorkgroups.x+workgroupId.x;
let index=i32(group*${ELEMENTS}u+localId.x);
let part=i32(localId.y);
var sum=0.;
if(index<uniforms.size){
${body}
}
sums[localIndex]=sum;
workgroupBarrier();
if(part==0&&index<uniforms.size){
var result=0.;
for(var i=localIndex;i<${ELEMENTS * PARTS}u;i+=${ELEMENTS}u){result+=sums[i];}
setOutputAtIndex(index,result);
}
}
`,
  };
}
