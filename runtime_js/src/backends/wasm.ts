/** The wasm backend: XNNPACK in WebAssembly, with SIMD where the engine has it and threads where the page may share memory. */

import { BackendWasm } from "@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js";
import { absolute } from "../app/absolute.js";
import { BackendUnavailable } from "./backend.js";
import type { Backend, StartOptions } from "./backend.js";
import { productOfNothing } from "./products_of_nothing.js";
import { makeBackend } from "./tfjs_backend.js";
import { compile, instantiate } from "./wasm_module.js";
import type { WasmModule } from "./wasm_module.js";

/** The files beside this code: literal, so that bundlers copy them and put in where they are then. */
const files = {
  plain: () => new URL("./tfjs-backend-wasm.wasm", import.meta.url),
  simd: () => new URL("./tfjs-backend-wasm-simd.wasm", import.meta.url),
  threaded: () => new URL("./tfjs-backend-wasm-threaded-simd.wasm", import.meta.url),
};
const names = {
  plain: "tfjs-backend-wasm.wasm",
  simd: "tfjs-backend-wasm-simd.wasm",
  threaded: "tfjs-backend-wasm-threaded-simd.wasm",
};

function locate(variant: keyof typeof files, base: URL | undefined): URL {
  return base ? new URL(names[variant], base) : absolute(files[variant]());
}

/** More threads than this do not pay for matrices of the size that a page trains. */
const MOST_THREADS = 4;

/** (module (func (result v128) i32.const 0 i8x16.splat)) */
const SIMD_PROBE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
];

export async function start(options: StartOptions): Promise<Backend> {
  const { base, threads, fetchFile } = options;
  if (typeof WebAssembly !== "object") throw new BackendUnavailable("wasm", "no WebAssembly in this engine");
  const simd = WebAssembly.validate(new Uint8Array(SIMD_PROBE));
  const wanted = threads ?? Math.min(MOST_THREADS, globalThis.navigator?.hardwareConcurrency ?? 1);
  const threaded = simd && wanted > 1 && globalThis.crossOriginIsolated ? await tryThreads(wanted, options) : undefined;
  if (threaded !== undefined && "module" in threaded) {
    return wrap(threaded.module, wanted, `SIMD, ${wanted} threads`, threaded.terminate);
  }
  const module = await instantiate(await compile(locate(simd ? "simd" : "plain", base), fetchFile));
  const note = threaded === undefined ? "" : `; threads did not start: ${threaded.reason}`;
  return wrap(module, 1, `${simd ? "SIMD" : "no SIMD"}, 1 thread${note}`, () => undefined);
}

async function tryThreads(threads: number, { base, fetchFile }: StartOptions) {
  try {
    // Its code is fetched where threads are possible, and nowhere else.
    const { loadThreadedModule } = await import("./wasm_threads.js");
    const url = locate("threaded", base);
    return await loadThreadedModule(url, await compile(url, fetchFile), instantiate, threads, base);
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Our own worker ends as soon as its backend is closed, and takes its threads along. Chromium forgets both, with their
 * memory, where a thread is ended just before its parent.
 */
const endsWithThis = "WorkerGlobalScope" in globalThis && self.name.startsWith("bml-");

function wrap(module: WasmModule, threads: number, description: string, terminate: () => void): Backend {
  const tfjs = new BackendWasm(module, threads);
  return makeBackend({
    name: "wasm",
    description,
    limits: { maxTensorBytes: 2 ** 31, packsBools: true },
    tfjs,
    table: tfjs.dataIdMap,
    ofNothing: productOfNothing,
    refused: module.refused,
    close() {
      module.tfjs.dispose();
      if (!endsWithThis) terminate();
    },
  });
}
