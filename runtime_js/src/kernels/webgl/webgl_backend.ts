/** What our kernels use of tfjs's MathBackendWebGL. */

import type { DType, Tensor } from "../../backends/backend.js";

/** A fragment shader over `get<Name>(...)` of its inputs and `getOutputCoords()`, which ends in `setOutput(float)`. */
export interface WebGLProgram {
  variableNames: string[];
  outputShape: number[];
  userCode: string;
}

export interface WebGLBackend {
  runWebGLProgram(program: WebGLProgram, inputs: Tensor[], dtype: DType): Tensor;
}
