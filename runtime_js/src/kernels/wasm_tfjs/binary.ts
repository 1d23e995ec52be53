/** FloorDiv and Mod on wasm, over the heap: tfjs's divide ints as floats. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { floorDivide, mod } from "../host/binary.js";
import type { BinaryLoop } from "../host/binary.js";
import { broadcastShape } from "../integers.js";
import type { WasmBackend } from "./wasm_backend.js";

function binary(kernelName: string, loop: BinaryLoop): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { a, b }, backend }: { inputs: { a: Tensor; b: Tensor }; backend: WasmBackend }) {
      const result = backend.makeOutput(broadcastShape([a.shape, b.shape]), a.dtype);
      // Taken after the allocation, which may have moved the heap.
      const [y, x1, x2] = [result, a, b].map((tensor) => backend.typedArrayFromHeap(tensor) as Float32Array | Int32Array);
      loop(y!, x1!, x2!);
      return result;
    },
  };
}

export const floorDivConfig = /* @__PURE__ */ binary("FloorDiv", floorDivide);
export const modConfig = /* @__PURE__ */ binary("Mod", mod);
