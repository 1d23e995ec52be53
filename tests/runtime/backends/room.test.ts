/** Tensors that a device cannot hold: refused before anything is written, and everything else goes on. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { addConfig as addCpu } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Add.js";
import { oneHotConfig as oneHotCpu } from "@tensorflow/tfjs-backend-cpu/dist/kernels/OneHot.js";
import { tileConfig as tileCpu } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Tile.js";
import { addConfig as addWasm } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Add.js";
import { oneHotConfig as oneHotWasm } from "@tensorflow/tfjs-backend-wasm/dist/kernels/OneHot.js";
import { tileConfig as tileWasm } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Tile.js";
import type { HostArray, KernelConfig, Tensor } from "@bml/runtime/backends/backend.js";
import { start as startCpu } from "@bml/runtime/backends/cpu.js";
import { start as startWasm } from "@bml/runtime/backends/wasm_tfjs.js";
import { gatherConfig } from "@bml/runtime/kernels/cpu/gather.js";
import { integerMatMulConfig } from "@bml/runtime/kernels/cpu/integer_mat_mul.js";
import { integerMultiplyConfig } from "@bml/runtime/kernels/cpu/integer_multiply.js";
import { randomWordsConfig } from "@bml/runtime/kernels/cpu/random_words.js";
import { segmentSumConfig } from "@bml/runtime/kernels/cpu/segments.js";
import { checkAllocations } from "@bml/runtime/backends/webgl_memory.js";

const options = { base: new URL(WASM_FILES) };
const devices = [
  { start: startCpu, addConfig: addCpu, oneHotConfig: oneHotCpu, tileConfig: tileCpu },
  { start: startWasm, addConfig: addWasm, oneHotConfig: oneHotWasm, tileConfig: tileWasm },
];

for (const { start, addConfig, oneHotConfig, tileConfig } of devices) {
  const backend = await start(options);
  const add = backend.bind(addConfig), oneHot = backend.bind(oneHotConfig), tile = backend.bind(tileConfig);
  const zeros = (...shape: number[]): Tensor =>
    backend.upload({ shape, dtype: "float32", data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
  const labels = backend.upload({ shape: [2], dtype: "int32", data: Int32Array.of(0, 1) });

  // Sizes around 2**32 bytes, where 32 bits begin anew, and beyond 2**53, where a product is no exact number.
  const cases: [what: string, call: () => Tensor, message: string][] = [
    ["16 GiB, which 32 bits take for nothing", () => add({ a: zeros(65536, 1), b: zeros(1, 65536) }),
      "Add of float32[65536, 1], float32[1, 65536] needs"],
    ["4 GiB and a little more", () => add({ a: zeros(32769, 1), b: zeros(1, 32768) }),
      "Add of float32[32769, 1], float32[1, 32768] needs"],
    ["more than 2**53 bytes", () => tile({ x: zeros(1, 1, 1, 1) }, { reps: [65536, 65536, 65536, 65536] }),
      "Tile of float32[1, 1, 1, 1] needs"],
    ["a one-hot of many classes", () => oneHot({ indices: labels }, { depth: 2 ** 31 - 1, onValue: 1, offValue: 0, dtype: "int32" }),
      "OneHot of int32[2] needs"],
  ];

  describe(`room on ${backend.name}`, () => {
    for (const [what, call, message] of cases) {
      it(`refuses ${what}, and goes on`, async () => {
        const weights = backend.upload({ shape: [4], dtype: "float32", data: Float32Array.of(1, 2, 3, 4) });
        const before = [backend.liveTensors(), backend.liveBytes()];
        for (let i = 0; i < 3; i++) {
          assert.throws(() => backend.invoke(call), (error: Error) => {
            assert.equal(error.name, "RangeError");
            assert.ok(error.message.startsWith(`${backend.name}: ${message}`), error.message);
            assert.match(error.message, /\. Use a smaller batch, a smaller model or another backend\.$/);
            return true;
          });
          assert.deepEqual([backend.liveTensors(), backend.liveBytes()], before);
        }
        const sum = add({ a: weights, b: weights });
        assert.deepEqual([...(await backend.read(sum))], [2, 4, 6, 8]);
        assert.deepEqual([...(await backend.read(weights))], [1, 2, 3, 4]);
        backend.dispose(sum, weights);
      });
    }

    it("refuses an upload before it is copied", () => {
      // An array that only says how long it is.
      const data = new Proxy(new Uint8Array(0), { get: (target, key) => key === "length" ? 2 ** 31 : Reflect.get(target, key) as unknown });
      assert.throws(() => backend.upload({ shape: [2, 2 ** 30], dtype: "uint8", data } as HostArray), {
        name: "RangeError", message: new RegExp(`^${backend.name}: an upload needs a tensor int32\\[2, 1073741824\\] of 8,589,934,592 bytes, more than`),
      });
    });
  });
}

describe("room for our own kernels on cpu", async () => {
  const backend = await startCpu(options);
  const zeros = (dtype: "float32" | "int32", ...shape: number[]): Tensor => backend.upload(
    { shape, dtype, data: new (dtype === "int32" ? Int32Array : Float32Array)(shape.reduce((a, b) => a * b, 1)) });
  const column = zeros("int32", 40_000, 1), row = zeros("int32", 1, 40_000);
  const calls: [config: KernelConfig, inputs: Record<string, Tensor>, attrs: object][] = [
    [gatherConfig, { x: zeros("float32", 1, 40_000), indices: zeros("int32", 40_000) }, { axis: 0, batchDims: 0 }],
    [integerMatMulConfig, { a: column, b: row }, {}],
    [integerMultiplyConfig, { a: column, b: row }, {}],
    [randomWordsConfig, { invocation: zeros("int32") }, { shape: [40_000, 40_000], seed: 0, site: 0, part: "unit" }],
    [segmentSumConfig, { x: zeros("float32", 1, 40_000), ids: zeros("int32", 1) }, { count: 40_000, batchDims: 0 }],
  ];
  for (const [config, inputs, attrs] of calls) {
    it(`is asked for before ${config.kernelName} takes it`, (t) => {
      const kernel = backend.bind(config);
      const { Float32Array, Int32Array } = globalThis;
      t.after(() => Object.assign(globalThis, { Float32Array, Int32Array }));
      const taken: ProxyHandler<typeof Float32Array> = { construct: (_, [size]) => assert.fail(`an array of ${size} was made`) };
      Object.assign(globalThis, { Float32Array: new Proxy(Float32Array, taken), Int32Array: new Proxy(Int32Array, taken as object) });
      assert.throws(() => backend.invoke(() => kernel(inputs, attrs)),
        new RegExp(`^RangeError: cpu: ${config.kernelName} of .* needs a tensor \\w+\\[40000, 40000\\] of 6,400,000,000 bytes, more than the 4,294,967,296`));
    });
  }
});

describe("room on wasm", () => {
  it("says that the heap is full, and goes on when there is room again", async () => {
    const backend = await startWasm(options);
    // Takes memory as every kernel does, but writes nothing to it, so that it costs the machine none.
    const take = backend.bind({
      kernelName: "Take",
      kernelFunc: ({ attrs, backend: tfjs }) => tfjs.makeOutput([attrs.size], "float32") as Tensor,
    });
    const weights = backend.upload({ shape: [2], dtype: "float32", data: Float32Array.of(1, 2) });
    const held: Tensor[] = [];
    assert.throws(() => {
      for (;;) held.push(backend.invoke(() => take([], { size: 2 ** 27 })));
    }, { name: "RangeError", message: /^wasm: Take needs 536,870,912 bytes more than the heap has room for \(it holds [\d,]+, and at most 4,294,901,760\)\. Use/ });
    assert.ok(held.length >= 3 && held.length < 8, `${held.length}`);
    assert.deepEqual([...(await backend.read(weights))], [1, 2]);
    backend.dispose(...held);
    backend.dispose(backend.invoke(() => take([], { size: 2 ** 27 })), weights);
    assert.equal(backend.liveTensors(), 0);
    backend.close();
  });

  it("hands the module no size that 32 bits do not hold", async () => {
    const backend = await startWasm(options);
    const malloc = backend.bind({
      kernelName: "Malloc",
      kernelFunc: ({ attrs, backend: tfjs }) => tfjs.wasm._malloc(attrs.bytes) as Tensor,
    });
    for (const bytes of [2 ** 32 - 1, 2 ** 32, 2 ** 32 + 16, 2 ** 33, 2 ** 53, 1e300, Infinity]) {
      assert.throws(() => malloc([], { bytes }), /more than the heap has room for/, `${bytes}`);
    }
    backend.close();
  });
});

describe("room on webgl", () => {
  /** A context that is asked for its errors as WebGL is: each is told once, in no order. */
  function context(...errors: number[]): WebGL2RenderingContext {
    const told = [...errors, 0];
    return { NO_ERROR: 0, OUT_OF_MEMORY: 0x505, texStorage2D() {}, getError: () => told.shift() ?? 0 } as unknown as WebGL2RenderingContext;
  }

  const cases: [what: string, errors: number[], size: number, message: RegExp | undefined][] = [
    ["memory that there is", [], 4096, undefined],
    ["memory that there is not", [0x505], 4096, /^RangeError: a texture of 4096 x 4096, for which the device has no memory$/],
    ["memory that there is not, after another error", [0x502, 0x505], 4096, /no memory/],
    ["another error", [0x502], 4096, undefined],
    ["little memory, without asking", [0x505], 16, undefined],
  ];
  for (const [what, errors, size, message] of cases) {
    it(`${message ? "refuses" : "takes"} ${what}`, () => {
      const gl = context(...errors);
      checkAllocations(gl, () => {});
      const allocate = (): void => gl.texStorage2D(0, 1, 0, size, size);
      if (message) assert.throws(allocate, message);
      else allocate();
    });
  }

  it("lets a lost context be told first", () => {
    const gl = context(0x9242, 0x505);
    checkAllocations(gl, () => { throw new Error("lost"); });
    assert.throws(() => gl.texStorage2D(0, 1, 0, 4096, 4096), /^Error: lost$/);
  });
});
