/** Truth on wasm: no tensor, but whether one is true, which a branch goes by. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import type { WasmBackend } from "./wasm_backend.js";

export const truthConfig: KernelConfig = {
  kernelName: "Truth",
  kernelFunc: ({ inputs: { x }, backend }: { inputs: { x: Tensor }; backend: WasmBackend }) =>
    (backend.typedArrayFromHeap(x)[0] !== 0) as unknown as Tensor,
};
