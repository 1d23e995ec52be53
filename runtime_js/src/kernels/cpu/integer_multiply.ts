/** IntegerMultiply on cpu: products that wrap around, where tfjs's round beyond 2**53. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { broadcastShape, stretchedStrides } from "../integers.js";
import { roomFor, valuesOf } from "./cpu_backend.js";
import type { CpuBackend } from "./cpu_backend.js";

export const integerMultiplyConfig: KernelConfig = {
  kernelName: "IntegerMultiply",
  kernelFunc({ inputs: { a, b }, backend }: { inputs: { a: Tensor; b: Tensor }; backend: CpuBackend }) {
    const shape = broadcastShape([a.shape, b.shape]);
    const out = roomFor(shape, "int32");
    const [first, second] = [valuesOf(backend, a), valuesOf(backend, b)];
    const places = [a, b].map((tensor) => stretchedStrides(tensor.shape, shape));
    const at = shape.map(() => 0);
    let [i, j] = [0, 0];
    for (let to = 0; to < out.length; to++) {
      out[to] = Math.imul(first[i]!, second[j]!);
      // One further along the last axis that has a next place, back to the beginning of those behind it.
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        const [stepA, stepB] = [places[0]![axis]!, places[1]![axis]!];
        i += stepA;
        j += stepB;
        if (++at[axis]! < shape[axis]!) break;
        i -= stepA * shape[axis]!;
        j -= stepB * shape[axis]!;
        at[axis] = 0;
      }
    }
    return backend.makeTensorInfo(shape, "int32", out);
  },
};
