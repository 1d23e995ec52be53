/** What the two gradients of a depthwise convolution are called with, on every backend. */

import type { Tensor } from "../backends/backend.js";
import type { ConvAttributes } from "./conv_window.js";

export interface BackpropFilterCall<Backend> {
  inputs: { x: Tensor; dy: Tensor };
  attrs: ConvAttributes & { filterShape: number[] };
  backend: Backend;
}

export interface BackpropInputCall<Backend> {
  inputs: { dy: Tensor; filter: Tensor };
  attrs: ConvAttributes & { inputShape: number[] };
  backend: Backend;
}
