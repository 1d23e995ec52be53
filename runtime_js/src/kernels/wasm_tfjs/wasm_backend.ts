/** What our kernels use of tfjs's BackendWasm. */

import type { DType, Tensor } from "../../backends/backend.js";

export interface WasmBackend {
  makeOutput(shape: number[], dtype: DType): Tensor;
  /** A view of the tensor in the heap: it dies when the next allocation grows the memory. */
  typedArrayFromHeap(tensor: Tensor): Float32Array | Int32Array | Uint8Array;
}
