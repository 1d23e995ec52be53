/** Convolutions with bias and activation on wasm: tfjs's, whose relu makes 0 of NaN. */

import { fusedConv2DConfig as theirFusedConv2D } from "@tensorflow/tfjs-backend-wasm/dist/kernels/FusedConv2D.js";
import { fusedDepthwiseConv2DConfig as theirFusedDepthwise } from "@tensorflow/tfjs-backend-wasm/dist/kernels/FusedDepthwiseConv2D.js";
import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { exceeds } from "../host/exceeds.js";
import { relu } from "../host/unary.js";
import type { WasmBackend } from "./wasm_backend.js";

interface Call {
  inputs: Record<"x" | "filter" | "bias", Tensor>;
  attrs: { activation: "linear" | "relu" };
  backend: WasmBackend;
}

/** Sums of fewer than 2**31 products of two numbers up to this are finite, in any order. */
const LARGE = 2 ** 40;

function withRelu(theirs: KernelConfig): KernelConfig {
  return {
    ...theirs,
    kernelFunc({ inputs, attrs, backend }: Call): Tensor {
      const values = (tensor: Tensor) => backend.typedArrayFromHeap(tensor) as Float32Array;
      const operands = Object.values(inputs);
      if (attrs.activation === "linear" || !operands.some((each) => exceeds(values(each), LARGE))) {
        return theirs.kernelFunc({ inputs, attrs, backend }) as Tensor;
      }
      const result = theirs.kernelFunc({ inputs, attrs: { ...attrs, activation: "linear" }, backend }) as Tensor;
      const y = values(result);
      relu(y, y);
      return result;
    },
  };
}

export const fusedConv2DConfig = /* @__PURE__ */ withRelu(theirFusedConv2D!);
export const fusedDepthwiseConv2DConfig = /* @__PURE__ */ withRelu(theirFusedDepthwise!);
