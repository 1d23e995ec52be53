/**
 * tfjs's kernels, most of which are XNNPACK's, wherever they are right: they are several times as fast as loops of ours.
 *
 * They are right for numbers within a limit. A tensor is looked through once: what is known of it stays with it, and goes
 * on to what is made of it.
 */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import type { DataId } from "../../memory/journal.js";
import { exceeds } from "../host/exceeds.js";
import type { WasmBackend } from "./wasm_backend.js";

/** `exponent`: none of the tensor's numbers is NaN, or above 2**exponent in magnitude. */
type Known = DataId & { exponent?: number };

/** Most numbers are within this; what is made of them is then known to be within a little more. */
const SMALL = 13;

/** The exponent of what is neither NaN nor anything less. */
export const INFINITE = 128;

/** What is known of a tensor that `isWithin` something. */
export function exponentOf({ dataId }: Tensor): number {
  return (dataId as Known).exponent!;
}

export function setExponent(tensor: Tensor, exponent: number): Tensor {
  (tensor.dataId as Known).exponent = exponent;
  return tensor;
}

/** Whether no number of `tensor` is NaN, or above 2**exponent in magnitude. */
export function isWithin(tensor: Tensor, exponent: number, backend: WasmBackend): boolean {
  if (exponentOf(tensor) <= exponent) return true;
  const words = backend.typedArrayFromHeap({ ...tensor, dtype: "int32" }) as Int32Array;
  if (!exceeds(words, SMALL)) return !!setExponent(tensor, SMALL);
  return !exceeds(words, exponent) && !!setExponent(tensor, exponent);
}

interface Call<Attributes> {
  inputs: { x: Tensor };
  attrs: Attributes;
  backend: WasmBackend;
}

/**
 * `theirs` where `x` is within 2**exponent and `fits` holds; else `ours`, which is right for all.
 *
 * @param keeps Whether what they make of `x` is within the same bound.
 */
export function guarded<Attributes>(
  theirs: KernelConfig,
  ours: KernelConfig,
  exponent: number,
  keeps: boolean,
  fits: (attrs: Attributes) => boolean = () => true,
): KernelConfig {
  return {
    ...theirs,
    kernelFunc(call: Call<Attributes>): Tensor {
      const { x } = call.inputs;
      if (!fits(call.attrs) || !isWithin(x, exponent, call.backend)) return ours.kernelFunc(call) as Tensor;
      const result = theirs.kernelFunc(call) as Tensor;
      return keeps ? setExponent(result, exponentOf(x)) : result;
    },
  };
}
