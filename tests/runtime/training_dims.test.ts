/** The guards at the entry of a tensor function. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Tensor } from "@bml/runtime/app/contract.js";
import { checkInputs } from "@bml/runtime/training/dims.js";

const check = (dims: (number | string)[][], ...shapes: number[][]): void => checkInputs(
  "f", dims.map((shape, i) => ({ name: `x${i}`, shape, dtype: "float32" })),
  shapes.map((shape) => ({ shape, dtype: "float32" }) as Tensor));

describe("the sizes of inputs", () => {
  it("bind a symbol from a sum of products, whichever comes first", () => {
    check([["2*n - 1"]], [7]);
    check([["n*t"], ["n"]], [12], [4]);
    check([["n*t"], ["n"], ["t"]], [12], [4], [3]);
    check([["n + m"], ["n"]], [12], [4]);
  });

  it("are refused where no symbol fits", () => {
    assert.throws(() => check([["2*n - 1"]], [6]), /expected x0 of type float32\[2\*n - 1\].*received float32\[6\]/);
    assert.throws(() => check([["n*t"], ["n"]], [13], [4]), /expected x0/);
    assert.throws(() => check([["n*t"], ["n"], ["t"]], [12], [4], [4]), /n = 4, t = 4/);
    assert.throws(() => check([["n*n"], ["n"]], [15], [4]), /expected x0/);
  });
});
