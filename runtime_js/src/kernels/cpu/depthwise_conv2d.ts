/** The gradients of a depthwise convolution on cpu. */

import type { KernelConfig } from "../../backends/backend.js";
import { convWindow } from "../conv_window.js";
import type { BackpropFilterCall, BackpropInputCall } from "../depthwise_conv2d.js";
import { product } from "../gather.js";
import { depthwiseBackpropFilter, depthwiseBackpropInput } from "../host/depthwise_conv2d.js";
import type { CpuBackend } from "./cpu_backend.js";

export const depthwiseBackpropFilterConfig: KernelConfig = {
  kernelName: "DepthwiseBackpropFilter",
  kernelFunc({ inputs: { x, dy }, attrs, backend }: BackpropFilterCall<CpuBackend>) {
    const [values, g] = [x, dy].map(({ dataId }) => backend.data.get(dataId).values as Float32Array);
    const dk = new Float32Array(product(attrs.filterShape));
    depthwiseBackpropFilter(dk, values!, g!, x.shape[0]!, convWindow(x.shape, attrs.filterShape, attrs));
    return backend.makeTensorInfo(attrs.filterShape, "float32", dk);
  },
};

export const depthwiseBackpropInputConfig: KernelConfig = {
  kernelName: "DepthwiseBackpropInput",
  kernelFunc({ inputs: { dy, filter }, attrs, backend }: BackpropInputCall<CpuBackend>) {
    const [g, k] = [dy, filter].map(({ dataId }) => backend.data.get(dataId).values as Float32Array);
    const dx = new Float32Array(product(attrs.inputShape));
    depthwiseBackpropInput(dx, g!, k!, dy.shape[0]!, convWindow(attrs.inputShape, filter.shape, attrs));
    return backend.makeTensorInfo(attrs.inputShape, "float32", dx);
  },
};
