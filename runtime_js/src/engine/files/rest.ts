/** The kernels that few programs need. */

import type { ModuleFiles } from "../modules.js";

export const rest: ModuleFiles = {
  simd: { name: "bml-rest-simd.wasm", url: () => new URL("./bml-rest-simd.wasm", import.meta.url) },
  fma: { name: "bml-rest-fma.wasm", url: () => new URL("./bml-rest-fma.wasm", import.meta.url) },
  "simd-threads": { name: "bml-rest-simd-threads.wasm", url: () => new URL("./bml-rest-simd-threads.wasm", import.meta.url) },
  "fma-threads": { name: "bml-rest-fma-threads.wasm", url: () => new URL("./bml-rest-fma-threads.wasm", import.meta.url) },
};
