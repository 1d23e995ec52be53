/** The gradients of a depthwise convolution on wasm, over the heap. */

import type { KernelConfig } from "../../backends/backend.js";
import { convWindow } from "../conv_window.js";
import type { BackpropFilterCall, BackpropInputCall } from "../depthwise_conv2d.js";
import { depthwiseBackpropFilter, depthwiseBackpropInput } from "../host/depthwise_conv2d.js";
import type { WasmBackend } from "./wasm_backend.js";

export const depthwiseBackpropFilterConfig: KernelConfig = {
  kernelName: "DepthwiseBackpropFilter",
  kernelFunc({ inputs: { x, dy }, attrs, backend }: BackpropFilterCall<WasmBackend>) {
    const result = backend.makeOutput(attrs.filterShape, "float32");
    // Taken after the allocation, which may have moved the heap.
    const [dk, values, g] = [result, x, dy].map((tensor) => backend.typedArrayFromHeap(tensor) as Float32Array);
    depthwiseBackpropFilter(dk!, values!, g!, x.shape[0]!, convWindow(x.shape, attrs.filterShape, attrs));
    return result;
  },
};

export const depthwiseBackpropInputConfig: KernelConfig = {
  kernelName: "DepthwiseBackpropInput",
  kernelFunc({ inputs: { dy, filter }, attrs, backend }: BackpropInputCall<WasmBackend>) {
    const result = backend.makeOutput(attrs.inputShape, "float32");
    // Taken after the allocation, which may have moved the heap.
    const [dx, g, k] = [result, dy, filter].map((tensor) => backend.typedArrayFromHeap(tensor) as Float32Array);
    depthwiseBackpropInput(dx!, g!, k!, dy.shape[0]!, convWindow(attrs.inputShape, filter.shape, attrs));
    return result;
  },
};
