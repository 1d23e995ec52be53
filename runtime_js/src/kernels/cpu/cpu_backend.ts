/** What our kernels use of tfjs's MathBackendCPU. */

import type { DType, Tensor } from "../../backends/backend.js";
import { checkSize } from "../../backends/room.js";
import type { DataStorage } from "../../memory/data_storage.js";

type Values = Float32Array | Int32Array | Uint8Array;

export interface CpuBackend {
  readonly data: DataStorage;
  makeTensorInfo(shape: number[], dtype: DType, values: Values): Tensor;
}

export function valuesOf(backend: CpuBackend, tensor: Tensor): Values {
  return backend.data.get(tensor.dataId).values as Values;
}

/** The room that this backend has for one tensor: a kernel would fill larger ones, which engines make, for minutes. */
export const limits = { maxTensorBytes: 2 ** 32, packsBools: true };

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** An array for all numbers of a tensor; throws where there is no room for it. */
export function roomFor<T extends DType>(shape: number[], dtype: T): InstanceType<(typeof ARRAYS)[T]> {
  checkSize(shape, dtype, limits);
  return new ARRAYS[dtype](shape.reduce((product, dimension) => product * dimension, 1)) as InstanceType<(typeof ARRAYS)[T]>;
}
