/** The kernels that common networks need. */

import type { ModuleFiles } from "../modules.js";

export const common: ModuleFiles = {
  simd: { name: "bml-common-simd.wasm", url: () => new URL("./bml-common-simd.wasm", import.meta.url) },
  fma: { name: "bml-common-fma.wasm", url: () => new URL("./bml-common-fma.wasm", import.meta.url) },
};
