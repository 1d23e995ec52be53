/** The wasm backend: our kernels, in WebAssembly with SIMD. */

import { Engine } from "../engine/engine.js";
import { OwnHeap, type Heap } from "../engine/heap.js";
import { compileModules, findVariant, loadOperations, type ModuleFiles } from "../engine/modules.js";
import { BackendLost, type Backend, type StartOptions } from "./backend.js";
import { HeapBackend } from "./heap_backend.js";
import { Health } from "./health.js";
import { makeBackend } from "./tfjs_backend.js";

/** Pages that the memory begins with: 16 MiB. */
const INITIAL_PAGES = 256;
/** Address 0 is nobody's. */
const START = 1024;

const VARIANTS = { fma: "SIMD with FMA", simd: "SIMD" };

/** What a bundle starts: `modules` have the kernels that its functions call. */
export function startWith(...modules: ModuleFiles[]) {
  return async (options: StartOptions): Promise<Backend> => {
    const variant = options.variant ?? findVariant();
    const files = await compileModules(modules, variant, options);
    const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: 65535 });
    return backendIn(new OwnHeap(memory, START), files, VARIANTS[variant]);
  };
}

/** A backend in a heap. */
export async function backendIn(heap: Heap, files: WebAssembly.Module[], instructions: string): Promise<Backend> {
  const tfjs = new HeapBackend(heap);
  const health = new Health();
  const lost = (error: Error): Error => {
    const failure = new BackendLost("wasm", error.message);
    health.report(failure);
    return failure;
  };
  return makeBackend({
    name: "wasm",
    description: `${instructions}, 1 thread`,
    limits: { maxTensorBytes: 2 ** 31, packsBools: true },
    tfjs,
    table: tfjs.dataIdMap,
    engine: new Engine(tfjs, await loadOperations(heap, files), lost),
    health,
    close: () => undefined,
  });
}
