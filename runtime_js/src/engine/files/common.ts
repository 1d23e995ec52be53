/** The kernels that common networks need. */

import type { ModuleFiles } from "../modules.js";

export const common: ModuleFiles = {
  simd: { name: "bml-common-simd.wasm", url: () => new URL("./bml-common-simd.wasm", import.meta.url) },
  fma: { name: "bml-common-fma.wasm", url: () => new URL("./bml-common-fma.wasm", import.meta.url) },
  "simd-threads": { name: "bml-common-simd-threads.wasm", url: () => new URL("./bml-common-simd-threads.wasm", import.meta.url) },
  "fma-threads": { name: "bml-common-fma-threads.wasm", url: () => new URL("./bml-common-fma-threads.wasm", import.meta.url) },
};
