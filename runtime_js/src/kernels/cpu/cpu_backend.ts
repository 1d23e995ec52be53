/** What our kernels use of tfjs's MathBackendCPU. */

import type { DType, Tensor } from "../../backends/backend.js";
import type { DataStorage } from "../../memory/data_storage.js";

export interface CpuBackend {
  readonly data: DataStorage;
  makeTensorInfo(shape: number[], dtype: DType, values: Float32Array | Int32Array | Uint8Array): Tensor;
}
