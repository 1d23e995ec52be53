/** The `Backend` interface on the two backends that run in Node. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";

import { addConfig as addCpu } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Add.js";
import { reshapeConfig as reshapeCpu } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Reshape.js";
import { addConfig as addWasm } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Add.js";
import { clipByValueConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/ClipByValue.js";
import { reshapeConfig as reshapeWasm } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Reshape.js";
import { sumConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Sum.js";
import type { Gathered, Tensor } from "@bml/runtime/backends/backend.js";
import { start as startCpu } from "@bml/runtime/backends/cpu.js";
import { start as startWasm } from "@bml/runtime/backends/wasm_tfjs.js";
import { fetchFile } from "@bml/runtime/data/fetch_file.js";

const options = { base: new URL(WASM_FILES) };
const devices = [
  { start: startCpu, addConfig: addCpu, reshapeConfig: reshapeCpu },
  { start: startWasm, addConfig: addWasm, reshapeConfig: reshapeWasm },
];

for (const { start, addConfig, reshapeConfig } of devices) {
  const backend = await start(options);
  const add = backend.bind(addConfig);
  const reshape = backend.bind(reshapeConfig);
  const vector = (...values: number[]): Tensor =>
    backend.upload({ shape: [values.length], dtype: "float32", data: Float32Array.from(values) });

  describe(backend.name, () => {
    it("runs a kernel, counts the call, and frees what it is told to", async () => {
      const before = { calls: backend.kernelCalls, tensors: backend.liveTensors(), bytes: backend.liveBytes() };
      const a = vector(1, 2, 3);
      const sum = add({ a, b: a });
      assert.deepEqual([...(await backend.read(sum))], [2, 4, 6]);
      assert.equal(backend.kernelCalls, before.calls + 1);
      assert.equal(backend.liveTensors(), before.tensors + 2);
      assert.equal(backend.liveBytes(), before.bytes + 24);
      backend.dispose(a, sum);
      assert.equal(backend.liveTensors(), before.tensors);
      assert.equal(backend.liveBytes(), before.bytes);
    });

    it("uploads uint8 data as int32", async () => {
      const tensor = backend.upload({ shape: [2], dtype: "uint8", data: Uint8Array.of(7, 255) });
      assert.equal(tensor.dtype, "int32");
      assert.deepEqual(await backend.read(tensor), Int32Array.of(7, 255));
      backend.dispose(tensor);
    });

    it("uploads what is gathered into the tensor's own dtype, and frees it where that throws", async () => {
      const rows = [Uint8Array.of(1, 2), Uint8Array.of(254, 255)];
      const tensor = backend.upload({
        shape: [2, 2], dtype: "uint8", fill: (target) => rows.forEach((row, i) => target.set(row, 2 * i)),
      });
      assert.deepEqual([tensor.dtype, tensor.shape], ["int32", [2, 2]]);
      assert.deepEqual(await backend.read(tensor), Int32Array.of(1, 2, 254, 255));
      const none = backend.upload({ shape: [0, 3], dtype: "float32", fill: (target) => target.set([]) });
      assert.equal((await backend.read(none)).length, 0);
      backend.dispose(tensor, none);
      const before = backend.liveTensors();
      const broken: Gathered = { shape: [2], dtype: "uint8", fill() { throw new Error("no rows"); } };
      assert.throws(() => backend.invoke(() => backend.upload(broken)), /no rows/);
      assert.equal(backend.liveTensors(), before);
    });

    it("says whether it keeps uploaded arrays", async () => {
      const data = Float32Array.of(1, 2);
      const tensor = backend.upload({ shape: [2], dtype: "float32", data });
      data[0] = 9;
      if (!backend.keepsArrays) assert.deepEqual([...(await backend.read(tensor))], [1, 2]);
      assert.equal(backend.keepsArrays, backend.name !== "wasm");
      backend.dispose(tensor);
    });

    it("hands out copies", async () => {
      const tensor = vector(1, 2);
      (await backend.read(tensor)).fill(9);
      assert.deepEqual([...(await backend.read(tensor))], [1, 2]);
      backend.dispose(tensor);
    });

    it("shares equal constants", () => {
      const one = backend.constant([1, 2], [2], "float32");
      assert.equal(backend.constant([1, 2], [2], "float32"), one);
      assert.notEqual(backend.constant([1, 2], [2], "int32"), one);
      assert.notEqual(backend.constant([-0], [], "float32"), backend.constant([0], [], "float32"));
    });

    it("counts a retained tensor once, until both references are gone", async () => {
      const before = backend.liveTensors();
      const first = backend.scalar(2.5);
      const second = backend.retain(first);
      assert.equal(backend.liveTensors(), before + 1);
      backend.dispose(first);
      assert.deepEqual([...(await backend.read(second))], [2.5]);
      backend.dispose(second);
      assert.equal(backend.liveTensors(), before);
    });

    it("takes back a call that throws: new tensors, and new references to old ones", () => {
      const kept = vector(1, 2, 3, 4);
      const before = { tensors: backend.liveTensors(), bytes: backend.liveBytes() };
      assert.throws(() =>
        backend.invoke(() => {
          reshape({ x: kept }, { shape: [2, 2] });
          add({ a: kept, b: kept });
          throw new RangeError("midway");
        }), RangeError);
      assert.deepEqual({ tensors: backend.liveTensors(), bytes: backend.liveBytes() }, before);
      backend.dispose(kept);
      assert.equal(backend.liveTensors(), before.tensors - 1);
    });

    it("takes back what a call inside a call did", () => {
      const kept = vector(1, 2, 3, 4);
      const before = backend.liveTensors();
      assert.throws(() =>
        backend.invoke(() => {
          const inner = backend.invoke(() => reshape({ x: kept }, { shape: [2, 2] }));
          assert.throws(() => backend.invoke(() => {
            add({ a: kept, b: kept });
            throw new Error("inside");
          }), /inside/);
          assert.equal(backend.liveTensors(), before);
          add({ a: inner, b: inner });
          throw new Error("outside");
        }), /outside/);
      assert.equal(backend.liveTensors(), before);
      backend.dispose(kept);
      assert.equal(backend.liveTensors(), before - 1);
    });

    it("does not go through the table at a call", () => {
      const many = Array.from({ length: 3 }, (_, i) => vector(i));
      const walked: string[] = [];
      const { entries, values, forEach } = Map.prototype;
      const watch = <F extends (...args: never[]) => unknown>(name: string, fn: F): F =>
        function (this: unknown, ...args: never[]) {
          walked.push(name);
          return fn.apply(this, args);
        } as unknown as F;
      Object.assign(Map.prototype, { entries: watch("entries", entries), values: watch("values", values),
        forEach: watch("forEach", forEach), [Symbol.iterator]: watch("iterator", entries) });
      try {
        backend.invoke(() => backend.dispose(add({ a: many[0]!, b: many[1]! })));
      } finally {
        Object.assign(Map.prototype, { entries, values, forEach, [Symbol.iterator]: entries });
      }
      assert.deepEqual(walked, []);
      backend.dispose(...many);
    });

    it("says what is wrong with an array", () => {
      const data = Float32Array.of(1, 2, 3);
      assert.throws(() => backend.upload({ shape: [2], dtype: "float32", data }), {
        message: "expected 2 values for the shape [2], received 3",
      });
      assert.throws(() => backend.upload({ shape: [3], dtype: "int32", data }), {
        message: "expected a Int32Array for int32, received Float32Array",
      });
    });

    it("names a tensor that was freed", () => {
      const a = vector(1);
      backend.dispose(a);
      assert.throws(() => add({ a, b: a }), /already freed/);
    });
  });
}

describe("wasm", () => {
  it("sets up the kernels that a kernel calls behind its back", async () => {
    const backend = await startWasm(options);
    const sum = backend.bind(sumConfig);
    const x = backend.upload({ shape: [2, 3], dtype: "float32", data: Float32Array.of(1, 2, 3, 4, 5, 6) });
    const total = sum({ x }, { axis: [0], keepDims: false });
    assert.deepEqual([...(await backend.read(total))], [5, 7, 9]);
    backend.dispose(x, total);
    assert.equal(backend.liveTensors(), 0);
  });

  it("lets two programs in one thread take turns", async () => {
    const programs = await Promise.all([1, 2].map(async (value) => {
      const backend = await startWasm(options);
      const add = backend.bind(addWasm);
      return { backend, add, x: backend.upload({ shape: [1], dtype: "float32", data: Float32Array.of(value) }), value };
    }));
    for (const { backend, add, x, value } of [...programs, ...programs]) {
      const sum = add({ a: x, b: x });
      assert.deepEqual([...(await backend.read(sum))], [2 * value]);
      backend.dispose(sum);
    }
    programs.forEach(({ backend }) => backend.close());
  });

  it("grows its memory while tensors live", async () => {
    const backend = await startWasm(options);
    const add = backend.bind(addWasm);
    const one = backend.upload({ shape: [2 ** 22], dtype: "float32", data: new Float32Array(2 ** 22).fill(1) });
    const many = Array.from({ length: 6 }, () => add({ a: one, b: one }));
    const values = await backend.read(many[5]!);
    assert.ok(values.every((value) => value === 2));
    backend.dispose(one, ...many);
    assert.equal(backend.liveTensors(), 0);
  });

  it("says which file it could not load", async () => {
    await assert.rejects(startWasm({ base: new URL("missing/", WASM_FILES) }), {
      name: "BackendUnavailable",
      message: /^wasm: .*missing\/tfjs-backend-wasm-simd\.wasm/,
    });
    await assert.rejects(startWasm({ base: new URL("http://127.0.0.1:1/") }), {
      name: "BackendUnavailable",
      message: /^wasm: http:.*simd\.wasm: expected a file: URL or, to fetch it, `fetchFile` among the options, received neither$/,
    });
  });
});

describe("the download of the wasm module", () => {
  it("has a limit where it stalls, and is tried again", async (t) => {
    const shipped = readFileSync(new URL("tfjs-backend-wasm-simd.wasm", WASM_FILES));
    let requests = 0;
    let begun!: () => void;
    const first = new Promise<void>((resolve) => { begun = resolve; });
    const server = createServer((_, response) => {
      if (requests++) return void response.end(shipped);
      response.write(shipped.subarray(0, 1000)); // and no more
      begun();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const starting = startWasm({ base: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`), fetchFile });
    await first;
    for (let seconds = 0; requests < 2; seconds++) {
      assert.ok(seconds < 1000, "it waits for ever");
      await new Promise((resolve) => setImmediate(resolve));
      t.mock.timers.tick(1000);
    }
    (await starting).close();
    assert.equal(requests, 2);
  });
});

describe("what the wasm module prints", () => {
  it("is the error of the kernel that printed it, once, and the next call is right", async () => {
    const backend = await startWasm(options);
    const clip = backend.bind(clipByValueConfig);
    const x = backend.upload({ shape: [3], dtype: "float32", data: Float32Array.of(1, 2, 3) });
    const before = backend.liveTensors();
    const refused = () => backend.invoke(() => clip({ x }, { clipValueMin: 2, clipValueMax: 2 }));
    assert.throws(refused, /^Error: wasm: ClipByValue failed: XNN status for xnn_create_clamp_nc_f32 is not successful/);
    assert.equal(backend.liveTensors(), before);
    const clipped = clip({ x }, { clipValueMin: 1.5, clipValueMax: 2 });
    assert.deepEqual([...(await backend.read(clipped))], [1.5, 2, 2]);
    backend.close();
  });
});
