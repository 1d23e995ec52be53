/** The wasm backend on tfjs's kernels: XNNPACK in WebAssembly, with SIMD where the engine has it. */

import { BackendWasm } from "@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js";
import type { Backend, StartOptions } from "./backend.js";
import { productOfNothing } from "./products_of_nothing.js";
import { nothing } from "./fold_nothing.js";
import { makeBackend } from "./tfjs_backend.js";
import { compile, locate, type WasmFile } from "./wasm_file.js";
import { hasSimd } from "./wasm_instructions.js";
import { instantiate } from "./wasm_module.js";

const files = {
  plain: { name: "tfjs-backend-wasm.wasm", url: () => new URL("./tfjs-backend-wasm.wasm", import.meta.url) },
  simd: { name: "tfjs-backend-wasm-simd.wasm", url: () => new URL("./tfjs-backend-wasm-simd.wasm", import.meta.url) },
} satisfies Record<string, WasmFile>;

export async function start(options: StartOptions): Promise<Backend> {
  const simd = hasSimd();
  const module = await instantiate(await compile(locate(files[simd ? "simd" : "plain"], options.base), options));
  const tfjs = new BackendWasm(module, 1);
  return makeBackend({
    name: "wasm",
    description: `${simd ? "SIMD" : "no SIMD"}, 1 thread, kernels of TensorFlow.js`,
    limits: { maxTensorBytes: 2 ** 31, packsBools: true },
    tfjs,
    nothing,
    table: tfjs.dataIdMap,
    ofNothing: productOfNothing,
    refused: module.refused,
    placeOf: (tensor) => tfjs.typedArrayFromHeap(tensor),
    close: () => module.tfjs.dispose(),
  });
}
