/** The wasm backend: our kernels, in WebAssembly with SIMD. */

import { Engine } from "../engine/engine.js";
import { OwnHeap, type Heap } from "../engine/heap.js";
import type { LoopSupport } from "../engine/loops.js";
import { compileModules, loadOperations, type ModuleFiles, type Operations, type PrintedModule } from "../engine/modules.js";
import { sharedMemory, startThreads, type Threads } from "../engine/threads.js";
import { BackendLost, type Backend, type StartOptions } from "./backend.js";
import { HeapBackend } from "./heap_backend.js";
import { Health } from "./health.js";
import { makeBackend } from "./tfjs_backend.js";
import { findVariant } from "./wasm_instructions.js";

/** Pages that the memory begins with: 16 MiB. */
const INITIAL_PAGES = 256;
/** Address 0 is nobody's. */
const START = 1024;
/** More threads than this do not pay for matrices of the size that a page trains. */
const MOST_THREADS = 4;

const INSTRUCTIONS = { fma: "SIMD with FMA", simd: "SIMD" };

/** What a bundle starts: modules have the kernels that its functions call; `loops` is given where these have some. */
export function startWith(...parts: (ModuleFiles | PrintedModule | LoopSupport)[]) {
  const modules = parts.filter((part) => typeof part !== "function");
  const loops = parts.find((part) => typeof part === "function");
  return async (options: StartOptions): Promise<Backend> => {
    const { base, variant = findVariant(), threads = Math.min(MOST_THREADS, globalThis.navigator?.hardwareConcurrency ?? 1) } = options;
    const told = options.tell ?? (() => {});
    const shared = threads > 1 ? sharedMemory(INITIAL_PAGES) : undefined;
    if (shared) {
      try {
        const files = await compileModules(modules, `${variant}-threads`, options);
        const heap = new OwnHeap(shared, START);
        const operations = await loadOperations(heap, files);
        return backendIn(heap, operations, `${INSTRUCTIONS[variant]}, ${threads} threads`, loops, startThreads(heap, files, threads - 1, base, told));
      } catch (error) {
        told(`wasm: threads did not start (${(error as Error).message}); running on one`);
      }
    }
    const files = await compileModules(modules, variant, options);
    const heap = new OwnHeap(new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: 65535 }), START);
    return backendIn(heap, await loadOperations(heap, files), `${INSTRUCTIONS[variant]}, 1 thread`, loops);
  };
}

/**
 * Our own worker ends as soon as its backend is closed, and takes its threads along. Chromium forgets both, with their
 * memory, where a thread is ended just before its parent.
 */
const endsWithThis = "WorkerGlobalScope" in globalThis && self.name.startsWith("bml-");

/** A backend in a heap. */
export function backendIn(heap: Heap, operations: Operations, description: string, loops?: LoopSupport, threads?: Threads): Backend {
  const tfjs = new HeapBackend(heap);
  const health = new Health();
  const lost = (error: Error): Error => {
    const failure = new BackendLost("wasm", error.message);
    health.report(failure);
    return failure;
  };
  return makeBackend({
    name: "wasm",
    description,
    limits: { maxTensorBytes: 2 ** 31 - 16, packsBools: true },
    tfjs,
    table: tfjs.dataIdMap,
    engine: new Engine(tfjs, operations, lost, loops, threads),
    health,
    placeOf: (tensor) => tfjs.typedArrayFromHeap(tensor),
    close() {
      if (!endsWithThis) threads?.end();
    },
  });
}
