/** Convolutions with bias and activation on wasm: tfjs's, whose relu makes 0 of NaN. */

import { fusedConv2DConfig as theirFusedConv2D } from "@tensorflow/tfjs-backend-wasm/dist/kernels/FusedConv2D.js";
import { fusedDepthwiseConv2DConfig as theirFusedDepthwise } from "@tensorflow/tfjs-backend-wasm/dist/kernels/FusedDepthwiseConv2D.js";
import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { relu } from "../host/unary.js";
import { exponentOf, isWithin, setExponent } from "./guarded.js";
import type { WasmBackend } from "./wasm_backend.js";

interface Call {
  inputs: Record<"x" | "filter" | "bias", Tensor>;
  attrs: { activation: "linear" | "relu" };
  backend: WasmBackend;
}

/** Sums of fewer than 2**31 products of two numbers up to 2**40 are finite, in any order. */
const LARGE = 40;

function withRelu(theirs: KernelConfig): KernelConfig {
  return {
    ...theirs,
    kernelFunc(call: Call): Tensor {
      const { inputs, attrs, backend } = call;
      if (attrs.activation === "linear") return theirs.kernelFunc(call) as Tensor;
      const { x, filter, bias } = inputs;
      if (isWithin(x, LARGE, backend) && isWithin(filter, LARGE, backend) && isWithin(bias, LARGE, backend)) {
        const [height, width, channels] = filter.shape;
        const products = exponentOf(x) + exponentOf(filter) + Math.ceil(Math.log2(height! * width! * channels!));
        return setExponent(theirs.kernelFunc(call) as Tensor, 1 + Math.max(products, exponentOf(bias)));
      }
      const result = theirs.kernelFunc({ inputs, attrs: { ...attrs, activation: "linear" }, backend }) as Tensor;
      const y = backend.typedArrayFromHeap(result) as Float32Array;
      relu(y, y);
      return result;
    },
  };
}

export const fusedConv2DConfig = /* @__PURE__ */ withRelu(theirFusedConv2D!);
export const fusedDepthwiseConv2DConfig = /* @__PURE__ */ withRelu(theirFusedDepthwise!);
