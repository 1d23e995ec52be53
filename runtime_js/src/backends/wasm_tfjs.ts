/**
 * The wasm backend with tfjs's module: XNNPACK in WebAssembly, with SIMD where the engine has it. Our kernels work in its memory,
 * where a program uses some.
 */

import { BackendWasm } from "@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js";
import { Engine } from "../engine/engine.js";
import type { Heap } from "../engine/heap.js";
import { compileModules, loadOperations, type ModuleFiles, type PrintedModule } from "../engine/modules.js";
import { BackendLost, type Backend, type StartOptions } from "./backend.js";
import { Health } from "./health.js";
import { productOfNothing } from "./products_of_nothing.js";
import { makeBackend } from "./tfjs_backend.js";
import { compile, locate, type WasmFile } from "./wasm_file.js";
import { findVariant, hasSimd } from "./wasm_instructions.js";
import { instantiate, type WasmModule } from "./wasm_module.js";

const files = {
  plain: { name: "tfjs-backend-wasm.wasm", url: () => new URL("./tfjs-backend-wasm.wasm", import.meta.url) },
  simd: { name: "tfjs-backend-wasm-simd.wasm", url: () => new URL("./tfjs-backend-wasm-simd.wasm", import.meta.url) },
} satisfies Record<string, WasmFile>;

/** What a bundle starts: `modules` have those of our kernels that its functions call. */
export function startWith(...modules: (ModuleFiles | PrintedModule)[]) {
  return async (options: StartOptions): Promise<Backend> => {
    const ours = modules.length ? compileModules(modules, options.variant ?? findVariant(), options) : [];
    const simd = hasSimd();
    const [module, ...more] = await Promise.all([
      compile(locate(files[simd ? "simd" : "plain"], options.base), options).then((file) => instantiate(file)), ours,
    ]);
    const tfjs = new BackendWasm(module, 1);
    const health = new Health();
    const lost = (error: Error): Error => {
      const failure = new BackendLost("wasm", error.message);
      health.report(failure);
      return failure;
    };
    return makeBackend({
      name: "wasm",
      description: `${simd ? "SIMD" : "no SIMD"}, 1 thread, kernels of TensorFlow.js`,
      limits: { maxTensorBytes: 2 ** 31, packsBools: true },
      tfjs,
      table: tfjs.dataIdMap,
      ofNothing: productOfNothing,
      refused: module.refused,
      placeOf: (tensor) => tfjs.typedArrayFromHeap(tensor),
      ...(modules.length && { engine: new Engine(tfjs as never, await loadOperations(heapOf(module), more.flat()), lost) }),
      health,
      close: () => module.tfjs.dispose(),
    });
  };
}

function heapOf({ memory, _malloc, _free }: WasmModule): Heap {
  return { memory, allocate: (bytes) => _malloc(bytes) >>> 0, free: _free };
}
