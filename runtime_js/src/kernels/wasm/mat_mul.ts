/** Products of matrices on wasm: transposed as they are read, with a bias and an activation, or without what relu let not pass. */

import type { Tensor } from "../../backends/backend.js";
import { kernel, sizeOf, type Executor, type Operand } from "../../engine/kernel.js";
import { broadcastShape, stretchedStrides } from "../integers.js";

interface Transposes {
  transposeA: boolean;
  transposeB: boolean;
}

interface Ending {
  bias?: Operand;
  /** Where this is not above 0, so is the product. */
  mask?: Operand;
  relu?: boolean;
}

export const batchMatMulConfig = /* @__PURE__ */ kernel(
  "BatchMatMul",
  ({ a, b }: Record<"a" | "b", Tensor>, attrs: Transposes, k): Tensor => multiply(a, b, attrs, {}, k),
);

export const _fusedMatMulConfig = /* @__PURE__ */ kernel(
  "_FusedMatMul",
  ({ a, b, bias }: Record<"a" | "b" | "bias", Tensor>, attrs: Transposes & { activation: "linear" | "relu" }, k): Tensor =>
    multiply(a, b, attrs, { bias, relu: attrs.activation === "relu" }, k),
);

export const maskedMatMulConfig = /* @__PURE__ */ kernel(
  "MaskedMatMul",
  ({ a, b, y }: Record<"a" | "b" | "y", Tensor>, attrs: Transposes, k): Tensor => multiply(a, b, attrs, { mask: y }, k),
);

function multiply(a: Tensor, b: Tensor, { transposeA, transposeB }: Transposes, { bias = 0, mask = 0, relu = false }: Ending, k: Executor): Tensor {
  const [height, width] = a.shape.slice(-2) as [number, number], [rowsOfB, columnsOfB] = b.shape.slice(-2) as [number, number];
  const [rows, inner] = transposeA ? [width, height] : [height, width];
  const columns = transposeB ? rowsOfB : columnsOfB;
  const batches = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const batch = broadcastShape(batches), count = sizeOf({ shape: batch });
  const [left, right] = batches.map((shape) => stretchedStrides(shape, batch)) as [number[], number[]];
  const y = k.make([...batch, rows, columns], "float32");
  k.call(
    "mat_mul",
    [
      a, b, bias, mask, y, rows, inner, columns, ...(transposeA ? [1, rows] : [inner, 1]), ...(transposeB ? [1, inner] : [columns, 1]),
      Number(relu), count, batch.length,
      ...batch.flatMap((size, axis) => [size, left[axis]! * rows * inner, right[axis]! * inner * columns]),
    ],
    { work: count * rows * inner * columns },
  );
  return y;
}
