/** ResizeBilinear on wasm, with half-pixel centers: the only way that our ops ask for. */

import type { Tensor } from "../../backends/backend.js";
import { kernel, sizeOf } from "../../engine/kernel.js";

interface Attributes {
  size: [height: number, width: number];
}

export const resizeBilinearConfig = /* @__PURE__ */ kernel(
  "ResizeBilinear",
  ({ images }: { images: Tensor }, { size: [height, width] }: Attributes, k): Tensor => {
    const [batch, inHeight, inWidth, channels] = images.shape as [number, number, number, number];
    const y = k.make([batch, height, width, channels], "float32");
    k.call("resize_bilinear", [images, y, batch, inHeight, inWidth, channels, height, width], { work: 8 * sizeOf(y) });
    return y;
  },
);
