/** A heap for tests: memory begins as NaN, and each block lies between words that nobody may write. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { backendIn } from "@bml/runtime/backends/wasm.js";
import type { Backend, HostArray, KernelConfig } from "@bml/runtime/backends/backend.js";
import { NoRoom } from "@bml/runtime/backends/room.js";
import { loadOperations } from "@bml/runtime/engine/modules.js";
import { OwnHeap, type Heap } from "@bml/runtime/engine/heap.js";

const CANARY = 0x7fc0dead; // a NaN
const BEFORE = 64, BEHIND = 64;

export class GuardedHeap implements Heap {
  readonly #heap: OwnHeap;
  #refused = { bytes: Infinity, times: 0 };
  readonly #blocks = new Map<number, number>(); // address -> bytes

  constructor(readonly memory = new WebAssembly.Memory({ initial: 256, maximum: 65535 }), start = 1024) {
    this.#heap = new OwnHeap(memory, start);
  }

  /** How many are in use. */
  get blocks(): number {
    return this.#blocks.size;
  }

  /** There is no room for blocks of so many bytes, and larger ones, when they are asked for so often. */
  refuse(bytes: number, times: number): void {
    this.#refused = { bytes, times };
  }

  allocate(bytes: number): number {
    if (bytes >= this.#refused.bytes && this.#refused.times-- > 0) throw new NoRoom(`${bytes} bytes more than the heap has room for`);
    const address = this.#heap.allocate(bytes + BEFORE + BEHIND + 4) + BEFORE;
    const words = new Int32Array(this.memory.buffer, address - BEFORE, (BEFORE + Math.ceil(bytes / 4) * 4 + BEHIND) / 4);
    words.fill(CANARY);
    this.#blocks.set(address, bytes);
    return address;
  }

  free(address: number): void {
    this.check(address);
    this.#blocks.delete(address);
    this.#heap.free(address - BEFORE);
  }

  /** Throws where a block's surroundings were written: of one, or of all. */
  check(...addresses: number[]): void {
    for (const address of addresses.length ? addresses : this.#blocks.keys()) {
      const bytes = this.#blocks.get(address)!;
      const around = new Uint8Array(this.memory.buffer, address - BEFORE, BEFORE + bytes + BEHIND);
      const canary = new Uint8Array(Int32Array.of(CANARY).buffer);
      for (let i = 0; i < around.length; i++) {
        if (i >= BEFORE && i < BEFORE + bytes) continue;
        assert.equal(around[i], canary[i % 4], `a write ${i - BEFORE} bytes from the beginning of a block of ${bytes}`);
      }
    }
  }
}

/** A backend with our kernels in a guarded heap, and the heap. */
export async function guardedBackend(variant: "simd" | "fma" = "simd"): Promise<{ backend: Backend; heap: GuardedHeap }> {
  const heap = new GuardedHeap();
  const files = ["common", "rest"].map((name) => new WebAssembly.Module(readFileSync(new URL(`bml-${name}-${variant}.wasm`, WASM_FILES))));
  return { backend: backendIn(heap, await loadOperations(heap, files), variant), heap };
}

/** One call of a kernel after the other in a guarded heap, each with its result on the host. */
export async function guardedCalls(variant: "simd" | "fma") {
  const { backend, heap } = await guardedBackend(variant);
  return async (config: KernelConfig, inputs: Record<string, HostArray>, attrs: object = {}): Promise<HostArray> => {
    const tensors = Object.entries(inputs).map(([name, array]) => [name, backend.upload(array)] as const);
    const { dataId, shape, dtype } = backend.bind(config)(Object.fromEntries(tensors), attrs);
    const data = await backend.read({ dataId, shape, dtype });
    heap.check();
    backend.dispose({ dataId, shape, dtype }, ...tensors.map(([, tensor]) => tensor));
    assert.equal(backend.liveTensors(), 0);
    return { shape, dtype, data };
  };
}
