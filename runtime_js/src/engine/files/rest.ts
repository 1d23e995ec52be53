/** The kernels that few programs need. */

import type { ModuleFiles } from "../modules.js";

export const rest: ModuleFiles = {
  simd: { name: "bml-rest-simd.wasm", url: () => new URL("./bml-rest-simd.wasm", import.meta.url) },
  fma: { name: "bml-rest-fma.wasm", url: () => new URL("./bml-rest-fma.wasm", import.meta.url) },
};
