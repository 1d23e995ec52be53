/**
 * A linear regression as the compiler would emit it: a training step by stochastic gradient descent on the cpu
 * backend's kernels. `rows` examples lie on the plane y = 2 a - 3 b + 1; the files stand in a folder of their own.
 */

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { addConfig } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Add.js";
import { batchMatMulConfig } from "@tensorflow/tfjs-backend-cpu/dist/kernels/BatchMatMul.js";
import { multiplyConfig } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Multiply.js";
import { realDivConfig } from "@tensorflow/tfjs-backend-cpu/dist/kernels/RealDiv.js";
import { reshapeConfig } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Reshape.js";
import { subConfig } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Sub.js";
import { sumConfig } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Sum.js";
import type { Program, TensorFunctions } from "@bml/runtime/app/contract.js";
import type { Backend, Tensor } from "@bml/runtime/backends/backend.js";
import type { DataShard } from "@bml/runtime/data/rows.js";

export const examples = 50;

/** Row i of the data, all float32. */
export function example(i: number): { x: [number, number]; y: number } {
  const a = Math.fround(Math.sin(i)), b = Math.fround(Math.cos(3 * i));
  return { x: [a, b], y: Math.fround(2 * a - 3 * b + 1) };
}

/** Writes an array as shards of `per` examples, and describes them. */
export function writeShards(folder: string, values: Float32Array | Uint8Array, width: number, per: number): DataShard[] {
  mkdirSync(join(folder, "data"), { recursive: true });
  const shards: DataShard[] = [];
  for (let start = 0; start < values.length; start += per * width) {
    const part = values.slice(start, start + per * width);
    const bytes = gzipSync(new Uint8Array(part.buffer));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const file = `data/${sha256.slice(0, 32)}.bin.gz`;
    writeFileSync(join(folder, file), bytes);
    shards.push({ file, examples: part.length / width, bytes: bytes.length });
  }
  return shards;
}

export function linearProgram(): { program: Program; folder: string; base: string; locate: (file: string) => URL } {
  const folder = mkdtempSync(join(tmpdir(), "bml-linear-"));
  process.on("exit", () => rmSync(folder, { recursive: true }));
  const rows = Array.from({ length: examples }, (_, i) => example(i));
  const x = writeShards(folder, Float32Array.from(rows.flatMap((row) => row.x)), 2, 20);
  const y = writeShards(folder, Float32Array.from(rows.map((row) => row.y)), 1, 50);
  const float = (name: string, shape: number[], trainable: boolean) =>
    ({ name, shape, dtype: "float32" as const, trainable, initializer: { name: "constant" as const, value: 0 } });
  const xy = [{ name: "x", shape: ["n", 2], dtype: "float32" as const }, { name: "y", shape: ["n"], dtype: "float32" as const }];
  const logs = [{ shape: [1], dtype: "float32" as const }];
  const total = "model/metrics/loss/total", count = "model/metrics/loss/count";
  const program: Program = {
    name: "linear", version: "1", source: "linear.py", title: "A plane",
    variables: [
      { ...float("kernel", [2, 1], true), initializer: { name: "uniform", key: [1, 0], minval: -1.4, maxval: 1.4 } },
      float("bias", [1], true), float(total, [], false), float(count, [], false),
    ],
    functions: {
      twice: { params: xy, results: xy, captures: [], updates: [] },
      modelTrainStep: {
        params: xy, results: logs, captures: ["kernel", "bias", total, count], updates: ["kernel", "bias", total, count],
      },
      modelTestStep: { params: xy, results: logs, captures: ["kernel", "bias", total, count], updates: [total, count] },
      modelPredictStep: { params: [xy[0]!], results: [{ shape: ["n"], dtype: "float32" }], captures: ["kernel", "bias"], updates: [] },
      broken: { params: [xy[0]!], results: [], captures: ["kernel"], updates: ["kernel"] },
    },
    datasets: { points: { size: examples, elements: [{ shape: [2], dtype: "float32", shards: x }, { shape: [], dtype: "float32", shards: y }] } },
    models: {
      model: {
        trainStep: "modelTrainStep", testStep: "modelTestStep", predictStep: "modelPredictStep", logs: ["loss"],
        metricVariables: [total, count],
      },
    },
    exports: {
      train: { kind: "script", params: [{ name: "epochs", type: "int", default: 2 }, { name: "batchSize", type: "int", default: 8 }] },
      test: { kind: "script", params: [] },
      fail: { kind: "script", params: [] },
      predict: { kind: "function", function: "modelPredictStep", params: [{ name: "x", type: "tensor" }] },
      broken: { kind: "function", function: "broken", params: [{ name: "x", type: "tensor" }] },
    },
  };
  const base = pathToFileURL(`${folder}/`).href;
  return { program, folder, base, locate: (file) => new URL(file, base) };
}

export function linearFunctions(backend: Backend): TensorFunctions {
  const add = backend.bind(addConfig), sub = backend.bind(subConfig), multiply = backend.bind(multiplyConfig);
  const divide = backend.bind(realDivConfig), sum = backend.bind(sumConfig), reshape = backend.bind(reshapeConfig);
  const batchMatMul = backend.bind(batchMatMulConfig);
  const { dispose } = backend;
  const rate = backend.constant([0.1], [], "float32"), two = backend.constant([2], [], "float32");

  function matMul(a: Tensor, b: Tensor, transposeA = false): Tensor {
    const a1 = reshape({ x: a }, { shape: [1, ...a.shape] }), b1 = reshape({ x: b }, { shape: [1, ...b.shape] });
    const product = batchMatMul({ a: a1, b: b1 }, { transposeA, transposeB: false });
    const result = reshape({ x: product }, { shape: product.shape.slice(1) });
    dispose(a1, b1, product);
    return result;
  }

  function predict(x: Tensor, kernel: Tensor, bias: Tensor): Tensor {
    const product = matMul(x, kernel);
    const sums = add({ a: product, b: bias });
    const result = reshape({ x: sums }, { shape: [x.shape[0]] });
    dispose(product, sums);
    return result;
  }

  /** The running mean of the squared error: [logs, total, count], and the error itself. */
  function measure(x: Tensor, y: Tensor, kernel: Tensor, bias: Tensor, total: Tensor, count: Tensor): [Tensor, Tensor, Tensor, Tensor] {
    const prediction = predict(x, kernel, bias);
    const error = sub({ a: prediction, b: y });
    const squares = multiply({ a: error, b: error });
    const batch = sum({ x: squares }, { axis: [0], keepDims: false });
    const n = backend.upload({ shape: [], dtype: "float32", data: Float32Array.of(x.shape[0]!) });
    const total1 = add({ a: total, b: batch }), count1 = add({ a: count, b: n });
    const mean = divide({ a: total1, b: count1 });
    const logs = reshape({ x: mean }, { shape: [1] });
    dispose(prediction, squares, batch, n, mean);
    return [logs, total1, count1, error];
  }

  return {
    twice: ([x, y]) => [[multiply({ a: x!, b: two }), multiply({ a: y!, b: two })], []],
    modelTrainStep([x, y], [kernel, bias, total, count]) {
      const [logs, total1, count1, error] = measure(x!, y!, kernel!, bias!, total!, count!);
      const column = reshape({ x: error }, { shape: [error.shape[0], 1] });
      const n = backend.upload({ shape: [], dtype: "float32", data: Float32Array.of(error.shape[0]! / 2) });
      const descend = (variable: Tensor, gradient: Tensor): Tensor => {
        const mean = divide({ a: gradient, b: n });
        const step = multiply({ a: mean, b: rate });
        const next = sub({ a: variable, b: step });
        dispose(gradient, mean, step);
        return next;
      };
      const kernel1 = descend(kernel!, matMul(x!, column, true)); // d = 2/n x.T error
      const bias1 = descend(bias!, sum({ x: column }, { axis: [0], keepDims: false }));
      dispose(error, column, n);
      return [[logs], [kernel1, bias1, total1, count1]];
    },
    modelTestStep([x, y], [kernel, bias, total, count]) {
      const [logs, total1, count1, error] = measure(x!, y!, kernel!, bias!, total!, count!);
      dispose(error);
      return [[logs], [total1, count1]];
    },
    modelPredictStep: ([x], [kernel, bias]) => [[predict(x!, kernel!, bias!)], []],
    broken(_, [kernel]) {
      add({ a: kernel!, b: two });
      throw new Error("the kernel gave up");
    },
  };
}
