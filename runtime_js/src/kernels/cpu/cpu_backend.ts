/** What our kernels use of tfjs's MathBackendCPU. */

import type { DType, Tensor } from "../../backends/backend.js";
import type { DataStorage } from "../../memory/data_storage.js";

type Values = Float32Array | Int32Array | Uint8Array;

export interface CpuBackend {
  readonly data: DataStorage;
  makeTensorInfo(shape: number[], dtype: DType, values: Values): Tensor;
}

export function valuesOf(backend: CpuBackend, tensor: Tensor): Values {
  return backend.data.get(tensor.dataId).values as Values;
}
