/** Threads take parts of operations: any number of them gives the same bits, and one that fails is told of. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, it } from "node:test";
import { Worker } from "node:worker_threads";

import { backendIn } from "@bml/runtime/backends/wasm.js";
import { loadOperations, stackBytes } from "@bml/runtime/engine/modules.js";
import { fail, settle } from "@bml/runtime/engine/threads.js";
import { maxPoolGradConfig } from "@bml/runtime/kernels/wasm/pools.js";
import { GuardedHeap } from "./guarded_heap.js";

/** What engine/thread.ts does in a browser. */
const THREAD = `
const { parentPort, workerData: { files, memory, pool, stack } } = require("node:worker_threads");
const table = new WebAssembly.Table({ element: "anyfunc", initial: 1 });
let serve;
for (const file of files) {
  const { exports: { __stack_pointer: pointer, ...functions } } = new WebAssembly.Instance(file, { env: { memory, __indirect_function_table: table } });
  pointer.value = stack;
  serve ??= functions.serve;
  for (const each of Object.values(functions)) table.grow(1, each);
}
parentPort.postMessage("ready");
serve(pool, 100);
`;

const files = [new WebAssembly.Module(readFileSync(new URL("bml-common-simd-threads.wasm", WASM_FILES)))];
const workers: Worker[] = [];
after(() => Promise.all(workers.map((worker) => worker.terminate())));

async function backendWith(threads: number) {
  const memory = new WebAssembly.Memory({ initial: 256, maximum: 65535, shared: true });
  const heap = new GuardedHeap(memory);
  const operations = await loadOperations(heap, files);
  const pool = heap.allocate(24);
  new Int32Array(memory.buffer, pool, 6).fill(0);
  await Promise.all(Array.from({ length: threads - 1 }, () => new Promise((resolve) => {
    const stack = heap.allocate(stackBytes(files)) + stackBytes(files);
    const worker = new Worker(THREAD, { eval: true, workerData: { files, memory, pool, stack } });
    workers.push(worker);
    worker.on("message", resolve);
  })));
  const check = (): void => {
    if (Atomics.exchange(new Int32Array(memory.buffer, pool, 6), 5, 0)) throw new WebAssembly.RuntimeError("a kernel failed on another thread");
  };
  const backend = backendIn(heap, operations, `${threads} threads`, undefined, { pool, check, settle: () => settle(memory, pool), end: () => undefined });
  return { backend, heap, memory, pool };
}

describe("threads", () => {
  for (const threads of [1, 2, 4]) {
    it(`of which there are ${threads} give the same bits, run after run`, async () => {
      const { backend, heap } = await backendWith(threads);
      const maxPoolGrad = backend.bind(maxPoolGradConfig);
      const shape = [9, 64, 64, 7], small = [9, 32, 32, 7];
      const data = Float32Array.from({ length: 9 * 64 * 64 * 7 }, (_, i) => Math.sin(i));
      const x = backend.upload({ shape, dtype: "float32", data });
      const dy = backend.upload({ shape: small, dtype: "float32", data: data.slice(0, data.length / 4) });
      let first: ArrayLike<number> | undefined;
      for (let run = 0; run < 200; run++) {
        const dx = maxPoolGrad({ dy, input: x, output: dy }, { filterSize: 2, strides: 2, pad: "valid" });
        if (run % 20 === 0) {
          const values = await backend.read(dx);
          first ??= values;
          assert.deepEqual(values, first);
        }
        backend.dispose(dx);
      }
      backend.dispose(x, dy);
      heap.check();
    });
  }

  it("get nothing more of a list whose caller trapped, which waits for what they took", () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const words = new Int32Array(memory.buffer);
    const [number, parts, done] = [5 << 16, 4, 2]; // three are taken, of which the caller's own is never done
    words.set([number | parts << 8 | 3, 0, 0, done, 0, 1]);
    settle(memory, 0);
    assert.deepEqual([...words.subarray(0, 6)], [number | parts << 8 | parts, 0, 0, done, 0, 0]);
  });

  it("that fail in their part make the call throw, and the next one works", async () => {
    const { backend, memory, pool } = await backendWith(1);
    const maxPoolGrad = backend.bind(maxPoolGradConfig);
    const x = backend.upload({ shape: [1, 2, 2, 1], dtype: "float32", data: Float32Array.of(1, 2, 3, 4) });
    const dy = backend.upload({ shape: [1, 1, 1, 1], dtype: "float32", data: Float32Array.of(5) });
    const call = () => backend.invoke(() => maxPoolGrad({ dy, input: x, output: dy }, { filterSize: 2, strides: 2, pad: "valid" }));
    fail(memory, pool);
    assert.throws(call, /a kernel failed on another thread/);
    assert.deepEqual([...await backend.read(call())], [0, 0, 0, 5]);
    assert.equal(backend.liveTensors(), 3);
  });
});
