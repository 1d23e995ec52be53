/**
 * Loads the threaded variant of tfjs's WebAssembly file: Emscripten's protocol for pthreads, the side that owns them.
 *
 * Its workers run `wasm_thread.ts`, shipped as a file: workers made from blobs die silently under a strict
 * Content-Security-Policy. They are started and heard from before anything waits for them, and within a time limit.
 */

import { startWorker } from "../worker/start.js";
import type { instantiate as Instantiate, WasmExports, WasmModule } from "./wasm_module.js";

export interface ThreadedModule {
  module: WasmModule;
  terminate: () => void;
}

/** What a worker is told. */
export type ThreadMessage =
  | { kind: "load"; module: WebAssembly.Module; memory: WebAssembly.Memory }
  | { kind: "run"; pointer: number; start: number; argument: number };

const START_LIMIT_MS = 5000;
const STACK_BYTES = 65536;
const TRY_AGAIN = 6; // EAGAIN

/**
 * Rejects when a worker does not start in time or the memory can't be shared; the caller falls back to one thread.
 *
 * `file`, from `url`, and `instantiate` are given: imported here, they would lie in a file of their own, for the caller too.
 */
export async function loadThreadedModule(
  url: URL, file: WebAssembly.Module, instantiate: typeof Instantiate, threads: number, base?: URL,
): Promise<ThreadedModule> {
  const memory = new WebAssembly.Memory({ initial: 256, maximum: 65536, shared: true });
  // The calling thread works too.
  const workers = Array.from({ length: threads - 1 }, () => startThread(new URL("wasm_thread.js", url), base));
  const terminate = () => workers.forEach((worker) => worker.terminate());
  try {
    await withLimit(Promise.all(workers.map((worker) => loaded(worker, { kind: "load", module: file, memory }))));
    const idle = [...workers];
    let exports: WasmExports;
    const env = { memory, ...threadImports(() => exports, idle, threads) };
    return { module: await instantiate(file, env, (started) => { exports = started; }), terminate };
  } catch (error) {
    terminate();
    throw error;
  }
}

/** `script`: beside the .wasm file, unless a bundler moved both. */
function startThread(script: URL, base?: URL): Worker {
  // Without a name: webpack would make a file of that name, one for all programs of an application.
  return startWorker(script, "", base ? undefined : () => new Worker(new URL("./wasm_thread.js", import.meta.url), { type: "module" }));
}

function loaded(worker: Worker, message: ThreadMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => reject(new Error(event.message || "a worker did not start"));
    worker.postMessage(message);
  });
}

function withLimit(work: Promise<unknown>): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout>;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the workers did not answer within ${START_LIMIT_MS} ms`)), START_LIMIT_MS);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

function threadImports(exports: () => WasmExports, idle: Worker[], threads: number): WebAssembly.ModuleImports {
  const onPage = typeof window === "object";
  return {
    emscripten_num_logical_cores: () => threads,
    emscripten_get_now: () => performance.timeOrigin + performance.now(),
    emscripten_unwind_to_js_event_loop() {
      throw new Error("unwind");
    },
    // Only a page's own thread may not block; the module then spins instead.
    emscripten_check_blocking_allowed: () => undefined,
    __emscripten_init_main_thread_js(thread: number) {
      exports()._emscripten_thread_init!(thread, onPage, 1, !onPage);
      exports()._emscripten_tls_init!();
    },
    _emscripten_default_pthread_stack_size: () => STACK_BYTES,
    __pthread_create_js(pointer: number, _attributes: number, start: number, argument: number) {
      const worker = idle.pop();
      if (worker === undefined) return TRY_AGAIN;
      worker.postMessage({ kind: "run", pointer, start, argument } satisfies ThreadMessage);
      return 0;
    },
    // Threads live until `terminate`, call nothing on this one, and draw nothing.
    __emscripten_thread_cleanup: () => undefined,
    emscripten_receive_on_main_thread_js: () => 0,
    _emscripten_notify_task_queue: () => 1,
    _emscripten_set_offscreencanvas_size: () => -1,
    exit(status: number) {
      throw new Error(`the wasm module exited with status ${status}`);
    },
  };
}
