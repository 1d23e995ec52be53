/** MaxPoolGrad on cpu: tfjs's is right, but goes through an accessor per element. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { maxPoolGrad } from "../host/max_pool_grad.js";
import { poolWindow } from "../pool_window.js";
import type { MaxPoolGradInputs, PoolAttributes } from "../pool_window.js";
import type { CpuBackend } from "./cpu_backend.js";

export const maxPoolGradConfig: KernelConfig = {
  kernelName: "MaxPoolGrad",
  kernelFunc({ inputs, attrs, backend }: { inputs: MaxPoolGradInputs; attrs: PoolAttributes; backend: CpuBackend }) {
    const { dy, input } = inputs;
    const values = (tensor: Tensor) => backend.data.get(tensor.dataId).values as Float32Array;
    const x = values(input);
    const dx = new Float32Array(x.length);
    maxPoolGrad(dx, values(dy), x, poolWindow(input.shape, attrs));
    return backend.makeTensorInfo(input.shape, "float32", dx);
  },
};
