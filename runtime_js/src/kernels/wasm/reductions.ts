/** Sums, means, products, extremes and their places over neighbouring axes, on wasm. */

import type { Tensor } from "../../backends/backend.js";
import { floatBits, kernel, sizeOf, type Executor } from "../../engine/kernel.js";
import { reducedShape } from "../reduced_shape.js";

interface Inputs {
  x: Tensor;
}

interface Attributes {
  axis: number[];
  keepDims: boolean;
}

/** As runtime_js/wasm/reduce.c counts them, and what they make of nothing. */
type Fold = { place: number; nothing: number; ofIntegers: { place: number; nothing: number } };

const SUM = { place: 0, nothing: 0, ofIntegers: { place: 4, nothing: 0 } };
const PROD = { place: 1, nothing: 1, ofIntegers: { place: 5, nothing: 1 } };
const MAX = { place: 2, nothing: -Infinity, ofIntegers: { place: 6, nothing: -(2 ** 31) } };
const MIN = { place: 3, nothing: Infinity, ofIntegers: { place: 7, nothing: 2 ** 31 - 1 } };

/** [outer, reduced, inner]: the axes are neighbours. */
function around({ shape }: Tensor, axis: number[]): [outer: number, reduced: number, inner: number] {
  const first = Math.min(...axis), end = first + axis.length;
  return [sizeOf({ shape: shape.slice(0, first) }), sizeOf({ shape: shape.slice(first, end) }), sizeOf({ shape: shape.slice(end) })];
}

function reduce(k: Executor, x: Tensor, { axis, keepDims }: Attributes, fold: Fold, mean = false): Tensor {
  const y = k.make(reducedShape(x.shape, axis, keepDims), x.dtype);
  const sizes = around(x, axis);
  const [of, nothing] = x.dtype === "int32" ? [fold.ofIntegers, fold.ofIntegers.nothing] : [fold, floatBits(fold.nothing)];
  k.call("reduce", [x, y, ...sizes, of.place, mean ? sizes[1] : 1, nothing], { work: sizeOf(x) });
  return y;
}

function reduceBool(k: Executor, x: Tensor, { axis, keepDims }: Attributes, any: number): Tensor {
  const y = k.make(reducedShape(x.shape, axis, keepDims), "bool");
  k.call("reduce_bool", [x, y, ...around(x, axis), any]);
  return y;
}

function place(k: Executor, x: Tensor, axis: number, smallest: number): Tensor {
  const y = k.make(reducedShape(x.shape, [axis]), "int32");
  k.call("arg_extreme", [x, y, ...around(x, [axis]), smallest], { work: sizeOf(x) });
  return y;
}

export const sumConfig = /* @__PURE__ */ kernel("Sum", ({ x }: Inputs, attrs: Attributes, k): Tensor => reduce(k, x, attrs, SUM));
export const meanConfig = /* @__PURE__ */ kernel("Mean", ({ x }: Inputs, attrs: Attributes, k): Tensor => reduce(k, x, attrs, SUM, true));
export const prodConfig = /* @__PURE__ */ kernel("Prod", ({ x }: Inputs, attrs: Attributes, k): Tensor => reduce(k, x, attrs, PROD));
export const minConfig = /* @__PURE__ */ kernel("Min", ({ x }: Inputs, attrs: Attributes, k): Tensor => reduce(k, x, attrs, MIN));
/** tfjs calls its axes otherwise. */
export const maxConfig = /* @__PURE__ */ kernel(
  "Max",
  ({ x }: Inputs, { reductionIndices, keepDims }: { reductionIndices: number[]; keepDims: boolean }, k): Tensor =>
    reduce(k, x, { axis: reductionIndices, keepDims }, MAX),
);
export const allConfig = /* @__PURE__ */ kernel("All", ({ x }: Inputs, attrs: Attributes, k): Tensor => reduceBool(k, x, attrs, 0));
export const anyConfig = /* @__PURE__ */ kernel("Any", ({ x }: Inputs, attrs: Attributes, k): Tensor => reduceBool(k, x, attrs, 1));
export const argMaxConfig = /* @__PURE__ */ kernel(
  "ArgMax", ({ x }: Inputs, { axis }: { axis: number }, k): Tensor => place(k, x, axis, 0),
);
export const argMinConfig = /* @__PURE__ */ kernel(
  "ArgMin", ({ x }: Inputs, { axis }: { axis: number }, k): Tensor => place(k, x, axis, 1),
);
