/** What our kernels use of tfjs's MathBackendWebGL. */

import type { DType, Tensor } from "../../backends/backend.js";

/** A fragment shader over `get<Name>(...)` of its inputs and `getOutputCoords()`, which ends in `setOutput(float)`. */
export interface WebGLProgram {
  variableNames: string[];
  outputShape: number[];
  userCode: string;
  customUniforms?: { name: string; type: "int" }[];
}

export interface WebGLBackend {
  runWebGLProgram(program: WebGLProgram, inputs: Tensor[], dtype: DType, uniforms?: number[][]): Tensor;
  disposeData(dataId: object): boolean;
}

/**
 * The element number `at` of a tensor, by all of its indices, for `get<Name>(...)`: a packed texture is laid out by its
 * shape, so that it cannot be asked for a flat index.
 */
export function coordinates(shape: number[], at: string): string {
  const indices = shape.map((dimension, axis) => {
    const stride = shape.slice(axis + 1).reduce((product, inner) => product * inner, 1);
    return `${at}/${stride}%${dimension}`;
  });
  return indices.join();
}
