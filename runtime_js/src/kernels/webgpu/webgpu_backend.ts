/** What our kernels use of tfjs's WebGPUBackend. */

import { computeDispatch, flatDispatchLayout } from "@tensorflow/tfjs-backend-webgpu/dist/webgpu_util.js";
import type { DType, Tensor } from "../../backends/backend.js";

/** A compute shader with one invocation per element of the output. */
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
  getUserCode(): string;
}

export interface WebGPUBackend {
  runWebGPUProgram(program: WebGPUProgram, inputs: Tensor[], dtype: DType): Tensor;
}

/** `body` computes `result` for the element number `index`; `declarations` come before `main`. */
export function elementProgram(
  key: string,
  variableNames: string[],
  outputShape: number[],
  declarations: string,
  body: string,
): WebGPUProgram {
  const workgroupSize: [number, number, number] = [64, 1, 1];
  const dispatchLayout = flatDispatchLayout(outputShape);
  return {
    variableNames,
    outputShape,
    shaderKey: key,
    workgroupSize,
    size: true,
    dispatchLayout,
    dispatch: computeDispatch(dispatchLayout, outputShape, workgroupSize),
    getUserCode: () => `${declarations}
fn main(index:i32){
if(index>=uniforms.size){return;}
${body}
setOutputAtIndex(index,result);
}
`,
  };
}
