/** Truth on wasm: no tensor, but whether one is true, which a branch goes by. */

import type { Tensor } from "../../backends/backend.js";
import { kernel } from "../../engine/kernel.js";

export const truthConfig = /* @__PURE__ */ kernel("Truth", ({ x }: { x: Tensor }, _attrs: object, k) => k.truth(x) as unknown as Tensor);
