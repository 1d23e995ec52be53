/** IntegerReduce on wasm. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { product } from "../gather.js";
import { reduceIntegers } from "../host/integers.js";
import type { IntegerReduceAttributes } from "../integers.js";
import type { WasmBackend } from "./wasm_backend.js";

interface Call {
  inputs: { x: Tensor };
  attrs: IntegerReduceAttributes;
  backend: WasmBackend;
}

export const integerReduceConfig: KernelConfig = {
  kernelName: "IntegerReduce",
  kernelFunc({ inputs: { x }, attrs: { fold, axes }, backend }: Call) {
    const shape = x.shape.slice(0, x.shape.length - axes);
    const count = product(x.shape.slice(shape.length));
    const result = backend.makeOutput(shape, "int32");
    // Taken after the allocation, which may have moved the heap.
    const [out, values] = [result, x].map((tensor) => backend.typedArrayFromHeap(tensor) as Int32Array);
    reduceIntegers(out!, values!, fold, count);
    return result;
  },
};
