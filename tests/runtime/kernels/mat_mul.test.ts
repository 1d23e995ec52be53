/** Products of matrices on wasm against their definition in float64, and against tfjs's on the cpu. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { batchMatMulConfig as theirs } from "@tensorflow/tfjs-backend-cpu/dist/kernels/BatchMatMul.js";
import { start as startCpu } from "@bml/runtime/backends/cpu.js";
import type { KernelConfig, Tensor } from "@bml/runtime/backends/backend.js";
import { _fusedMatMulConfig, batchMatMulConfig, maskedMatMulConfig } from "@bml/runtime/kernels/wasm/mat_mul.js";
import { guardedBackend } from "../engine/guarded_heap.js";
import { Seeded } from "../engine/seeded.js";

interface Case {
  batch: number[];
  batchOfB?: number[];
  rows: number;
  inner: number;
  columns: number;
}

const product = (sizes: number[]) => sizes.reduce((a, b) => a * b, 1);
const cpu = await startCpu({ base: new URL(WASM_FILES) });

/** The product, and the sum of the terms' magnitudes, by which its rounding is measured. */
function expected(a: Float32Array, b: Float32Array, { batch, batchOfB = batch, rows, inner, columns }: Case, turnedA: boolean, turnedB: boolean) {
  const count = Math.max(product(batch), product(batchOfB)), y = new Float64Array(count * rows * columns), size = y.slice();
  const single = { a: product(batch) === 1, b: product(batchOfB) === 1 };
  for (let i = 0; i < y.length; i++) {
    const column = i % columns, row = Math.floor(i / columns) % rows, matrix = Math.floor(i / columns / rows);
    for (let j = 0; j < inner; j++) {
      const left = a[(single.a ? 0 : matrix * rows * inner) + (turnedA ? j * rows + row : row * inner + j)]!;
      const right = b[(single.b ? 0 : matrix * inner * columns) + (turnedB ? column * inner + j : j * columns + column)]!;
      y[i]! += left * right;
      size[i]! += Math.abs(left * right);
    }
  }
  return { y, size };
}

function assertNear(actual: ArrayLike<number>, y: ArrayLike<number>, size: ArrayLike<number>): void {
  assert.equal(actual.length, y.length);
  for (let i = 0; i < y.length; i++) {
    assert.ok(Math.abs(actual[i]! - y[i]!) <= 2e-6 * (size[i]! + 1), `element ${i}: expected ${y[i]}, received ${actual[i]}`);
  }
}

for (const variant of ["simd", "fma"] as const) {
  const { backend, heap } = await guardedBackend(variant);
  const call = async (config: KernelConfig, inputs: Record<string, [number[], Float32Array]>, attrs: object): Promise<Float32Array> => {
    const tensors = Object.entries(inputs).map(([name, [shape, data]]) => [name, backend.upload({ shape, dtype: "float32", data })] as const);
    const y = backend.bind(config)(Object.fromEntries<Tensor>(tensors), attrs);
    const result = (await backend.read(y)) as Float32Array;
    heap.check();
    backend.dispose(y, ...tensors.map(([, tensor]) => tensor));
    assert.equal(backend.liveTensors(), 0);
    return result;
  };

  describe(`products of matrices, ${variant}`, () => {
    const check = async (random: Seeded, sizes: Case): Promise<void> => {
      const { batch, batchOfB = batch, rows, inner, columns } = sizes;
      const transposeA = random.below(2) === 1, transposeB = random.below(2) === 1, attrs = { transposeA, transposeB };
      const a: [number[], Float32Array] = [[...batch, ...(transposeA ? [inner, rows] : [rows, inner])], random.floats(product(batch) * rows * inner)];
      const b: [number[], Float32Array] = [[...batchOfB, ...(transposeB ? [columns, inner] : [inner, columns])], random.floats(product(batchOfB) * inner * columns)];
      const { y, size } = expected(a[1], b[1], sizes, transposeA, transposeB);
      assertNear(await call(batchMatMulConfig, { a, b }, attrs), y, size);
      const bias = random.floats(columns), sum = y.map((each, i) => each + bias[i % columns]!);
      for (const activation of ["linear", "relu"]) {
        const fused = await call(_fusedMatMulConfig, { a, b, bias: [[columns], bias] }, { ...attrs, activation });
        assertNear(fused, activation === "relu" ? sum.map((each) => Math.max(each, 0)) : sum, size);
      }
      const mask = random.floats(y.length), shape = [...(product(batchOfB) > product(batch) ? batchOfB : batch), rows, columns];
      const masked = await call(maskedMatMulConfig, { a, b, y: [shape, mask] }, attrs);
      assertNear(masked, y.map((each, i) => each * Number(mask[i]! > 0)), size);
      if (batch.length !== batchOfB.length || product(batch) === 0 || rows * inner * columns === 0) return;
      const [left, right] = [a, b].map(([of, data]) => cpu.upload({ shape: of, dtype: "float32", data })) as [Tensor, Tensor];
      const other = cpu.bind(theirs)({ a: left, b: right }, attrs);
      assertNear((await cpu.read(other)) as Float32Array, y, size);
      cpu.dispose(left, right, other);
    };

    it("are right for random sizes", async () => {
      const random = new Seeded(1);
      for (let i = 0; i < 150; i++) {
        const batch = random.pick([[], [], [1], [3], [2, 3]]);
        await check(random, { batch, rows: random.between(1, 21), inner: random.between(1, 40), columns: random.between(1, 35) });
      }
    });

    it("are right for long sums, which are taken in blocks", async () => {
      const random = new Seeded(2);
      for (const inner of [1023, 1024, 1025, 2100]) {
        for (const [rows, columns] of [[1, 17], [3, 8], [9, 43], [70, 13]] as const) await check(random, { batch: [], rows, inner, columns });
      }
    });

    it("are right for many rows", async () => {
      const random = new Seeded(3);
      for (const [rows, inner, columns] of [[700, 200, 9], [1, 3, 900], [257, 1, 257]] as const) await check(random, { batch: [], rows, inner, columns });
    });

    it("are right for transposed matrices whose rows lie far apart", async () => {
      const random = new Seeded(7);
      for (let i = 0; i < 6; i++) await check(random, { batch: random.pick([[], [2]]), rows: 1024 + random.below(40), inner: random.pick([3, 257, 300]), columns: 19 });
    });

    it("repeat matrices that are one for all", async () => {
      const random = new Seeded(4);
      await check(random, { batch: [5], batchOfB: [1], rows: 3, inner: 4, columns: 9 });
      await check(random, { batch: [1], batchOfB: [5], rows: 3, inner: 4, columns: 9 });
      await check(random, { batch: [2, 3], batchOfB: [], rows: 3, inner: 4, columns: 9 });
    });

    it("are zeros where sums are of nothing, and empty where nothing is asked for", async () => {
      const random = new Seeded(5);
      for (const [rows, inner, columns] of [[3, 0, 9], [0, 4, 5], [3, 4, 0]] as const) {
        for (let i = 0; i < 4; i++) await check(random, { batch: [], rows, inner, columns });
      }
      await check(random, { batch: [0], rows: 2, inner: 3, columns: 4 });
    });

    it("keep NaN and infinities", async () => {
      const attrs = { transposeA: false, transposeB: false, activation: "relu" };
      const b: [number[], Float32Array] = [[1, 3], Float32Array.of(NaN, Infinity, -Infinity)];
      const y = await call(_fusedMatMulConfig, { a: [[1, 1], Float32Array.of(1)], b, bias: [[3], Float32Array.of(0, 1, 2)] }, attrs);
      assert.deepEqual([...y], [NaN, Infinity, 0]);
    });

    it("have the same bits in parts", async () => {
      const random = new Seeded(6); // above the work from which there are parts
      for (const [rows, inner, columns] of [[300, 70, 30], [2, 1500, 100], [5, 1500, 100]] as const) {
        const a = random.floats(rows * inner), b = random.floats(inner * columns), attrs = { transposeA: false, transposeB: false };
        const whole = await call(batchMatMulConfig, { a: [[rows, inner], a], b: [[inner, columns], b] }, attrs);
        for (let row = 0; row < rows; row++) { // which alone is too little work for parts
          const one = await call(batchMatMulConfig, { a: [[1, inner], a.slice(row * inner, (row + 1) * inner)], b: [[inner, columns], b] }, attrs);
          assert.deepEqual(one, whole.slice(row * columns, (row + 1) * columns));
        }
      }
    });
  });
}
