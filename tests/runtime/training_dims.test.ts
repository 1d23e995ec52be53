/** The guards at the entry of a tensor function. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Tensor } from "@bml/runtime/app/contract.js";
import { checkInputs, guard } from "@bml/runtime/training/dims.js";

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

describe("a guard", () => {
  const tensor = (shape: number[], dtype = "float32"): Tensor => ({ shape, dtype }) as Tensor;
  const names = ["x", "y"].map((name) => ({ name, shape: ["n"], dtype: "float32" as const }));

  it("lets sizes that fitted pass, and no others", () => {
    const check = guard("f", names);
    for (let turn = 0; turn < 3; turn++) {
      for (let n = 0; n < 20; n++) check([tensor([n]), tensor([n])]);
      assert.throws(() => check([tensor([3]), tensor([4])]), /f: expected y of type float32\[n\], n = 3, received float32\[4\]/);
      assert.throws(() => check([tensor([3]), tensor([3], "int32")]), /received int32\[3\]/);
      assert.throws(() => check([tensor([3]), tensor([3, 1])]), /received float32\[3, 1\]/);
    }
  });

  it("keeps no shape that somebody else may change", () => {
    const check = guard("f", names);
    const shape = [3];
    check([tensor(shape), tensor([3])]);
    shape[0] = 4;
    assert.throws(() => check([tensor(shape), tensor([3])]), /expected y/);
  });
});
