/** An engine whose operations are written in JavaScript, for tests of what lists of them do. */

import { readFileSync } from "node:fs";
import { HeapBackend } from "@bml/runtime/backends/heap_backend.js";
import type { Tensor } from "@bml/runtime/backends/backend.js";
import { makeBackend } from "@bml/runtime/backends/tfjs_backend.js";
import type { Backend } from "@bml/runtime/backends/backend.js";
import { Engine } from "@bml/runtime/engine/engine.js";
import { kernel, sizeOf } from "@bml/runtime/engine/kernel.js";
import { loops } from "@bml/runtime/engine/loops.js";
import { loadOperations } from "@bml/runtime/engine/modules.js";
import { GuardedHeap } from "./guarded_heap.js";

/** (module (import "env" "f" (func (param i32 i32 i32))) (export "f" (func 0))): a function of JavaScript that a table takes. */
const WRAPPER = new WebAssembly.Module(new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 3, 127, 127, 127, 0, 2, 9, 1, 3, 101, 110, 118, 1, 102, 0, 0, 7, 5, 1, 1, 102, 0, 0,
]));

/** What an operation of JavaScript does with its words. */
type Operation = (words: Int32Array, floats: (address: number, size: number) => Float32Array, bytes: (address: number) => Uint8Array) => void;

export interface EngineInJs {
  readonly backend: Backend;
  readonly engine: Engine;
  readonly heap: GuardedHeap;
}

/** @param lost What becomes of an error that left variables half written. */
export async function engineInJs(
  more: Record<string, Operation> = {}, lost = (error: Error): Error => error, heap = new GuardedHeap(),
): Promise<EngineInJs> {
  const common = new WebAssembly.Module(readFileSync(new URL("bml-common-simd.wasm", WASM_FILES)));
  const table = new WebAssembly.Table({ element: "anyfunc", initial: 1 });
  const operations = await loadOperations(heap, [common], table);
  const places = new Map<string, number>();
  for (const [name, operation] of Object.entries({ ...OPERATIONS, ...more })) {
    const f = (address: number): void => {
      const { buffer } = heap.memory;
      operation(new Int32Array(buffer, address >>> 0), (at, size) => new Float32Array(buffer, at >>> 0, size), (at) => new Uint8Array(buffer, at >>> 0));
    };
    const { exports } = new WebAssembly.Instance(WRAPPER, { env: { f } });
    places.set(name, table.grow(1, exports.f));
  }
  const tfjs = new HeapBackend(heap);
  const engine = new Engine(tfjs, { ...operations, place: (name) => places.get(name) ?? operations.place(name) }, lost, loops);
  const backend = makeBackend({
    name: "wasm", description: "tests", limits: { maxTensorBytes: 2 ** 31, packsBools: true }, tfjs, table: tfjs.dataIdMap, engine, close: () => undefined,
  });
  return { backend, engine, heap };
}

const OPERATIONS: Record<string, Operation> = {
  /** [a, b, y, size] */
  test_add: ([a, b, y, size], floats) => {
    const [left, right] = [floats(a!, size!), floats(b!, size!)];
    floats(y!, size!).set(left.map((value, i) => value + right[i]!));
  },
  /** [x, y, first, size]: into y from there on */
  test_put: ([x, y, first, size], floats) => floats(y! + 4 * first!, size!).set(floats(x!, size!)),
  /** [x, y, first, size] */
  test_slice: ([x, y, first, size], floats) => floats(y!, size!).set(floats(x! + 4 * first!, size!)),
};

export const addConfig = kernel("TestAdd", ({ a, b }: { a: Tensor; b: Tensor }, _: object, k) => {
  const y = k.make(a.shape, "float32");
  k.call("test_add", [a, b, y, sizeOf(a)], { elementwise: true });
  return y;
});

/** Rows of a matrix, from `first` on. */
export const rowsConfig = kernel("TestRows", ({ x }: { x: Tensor }, { first, rows }: { first: number; rows: number }, k) => {
  const columns = x.shape[1]!;
  const y = k.make([rows, columns], "float32");
  k.call("test_slice", [x, y, first * columns, rows * columns]);
  return y;
});

export const reshapeConfig = kernel("TestReshape", ({ x }: { x: Tensor }, { shape }: { shape: number[] }, k) => k.view(x, shape));

/** Along the first axis. */
export const concatConfig = kernel("TestConcat", (tensors: Tensor[], _: object, k) => {
  const [first, ...others] = tensors;
  if (!others.length) return k.view(first!, first!.shape);
  const y = k.make([tensors.reduce((rows, { shape }) => rows + shape[0]!, 0), ...first!.shape.slice(1)], "float32");
  let at = 0;
  for (const x of tensors) {
    k.call("test_put", [x, y, at, sizeOf(x)]);
    at += sizeOf(x);
  }
  return y;
});
