/** tfjs's kernels, most of which are XNNPACK's, wherever they are right: they are several times as fast as loops of ours. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { exceeds } from "../host/exceeds.js";
import type { WasmBackend } from "./wasm_backend.js";

interface Call<Attributes> {
  inputs: { x: Tensor };
  attrs: Attributes;
  backend: WasmBackend;
}

/** `theirs` where no number of `x` is NaN or above `limit`, and `fits` holds; else `ours`, which is right for all. */
export function guarded<Attributes>(
  theirs: KernelConfig,
  ours: KernelConfig,
  limit: number,
  fits: (attrs: Attributes) => boolean = () => true,
): KernelConfig {
  return {
    ...theirs,
    kernelFunc(call: Call<Attributes>): Tensor {
      const x = call.backend.typedArrayFromHeap(call.inputs.x) as Float32Array;
      const { kernelFunc } = fits(call.attrs) && !exceeds(x, limit) ? theirs : ours;
      return kernelFunc(call) as Tensor;
    },
  };
}
