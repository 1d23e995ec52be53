/** OwnHeap: blocks never meet, freed ones become one again, and what is refused changes nothing. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { NoRoom } from "@bml/runtime/backends/room.js";
import { OwnHeap } from "@bml/runtime/engine/heap.js";
import { Seeded } from "./seeded.js";

const PAGE = 65536, START = 1024;

function heapOf(initial: number, maximum: number): { heap: OwnHeap; memory: WebAssembly.Memory } {
  const memory = new WebAssembly.Memory({ initial, maximum });
  return { heap: new OwnHeap(memory, START), memory };
}

describe("OwnHeap", () => {
  it("keeps blocks apart, aligned and with their contents, for random programs", () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = new Seeded(seed), { heap, memory } = heapOf(1, 2000);
      const blocks = new Map<number, number>(); // address -> bytes
      const bytesAt = (address: number) => new Uint8Array(memory.buffer, address, blocks.get(address));
      for (let step = 0; step < 1500; step++) {
        if (blocks.size && random.below(100) < 48) {
          const address = random.pick([...blocks.keys()]);
          assert.ok(bytesAt(address).every((byte) => byte === (address >> 4) % 251), "somebody wrote into a block");
          heap.free(address);
          blocks.delete(address);
          continue;
        }
        const bytes = random.pick([0, 1, 15, 16, 17, random.below(100), random.below(5000), random.below(40000)]);
        const address = heap.allocate(bytes);
        assert.equal(address % 16, 0);
        assert.ok(address >= START && address + bytes <= memory.buffer.byteLength);
        assert.ok(!blocks.has(address));
        blocks.set(address, bytes);
        bytesAt(address).fill((address >> 4) % 251);
      }
      for (const address of blocks.keys()) heap.free(address);
      const pages = memory.buffer.byteLength / PAGE; // all is one block again
      assert.equal(heap.allocate(memory.buffer.byteLength - START), START);
      assert.equal(memory.buffer.byteLength / PAGE, pages);
    }
  });

  it("takes the smallest block that is large enough", () => {
    const { heap } = heapOf(1, 1);
    const [large, , small] = [480, 16, 160, 16].map((bytes) => heap.allocate(bytes));
    heap.free(large!);
    heap.free(small!);
    assert.equal(heap.allocate(150), small);
    assert.equal(heap.allocate(150), large);
    assert.equal(heap.allocate(320), large! + 160);
  });

  for (const order of ["012", "021", "102", "120", "201", "210"]) {
    it(`makes one block of three neighbours, freed as ${order}`, () => {
      const { heap } = heapOf(1, 1);
      const three = [64, 128, 32].map((bytes) => heap.allocate(bytes));
      heap.allocate(16);
      for (const index of order) heap.free(three[Number(index)]!);
      assert.equal(heap.allocate(224), three[0]);
    });
  }

  it("grows the memory, which keeps what is in it", () => {
    const { heap, memory } = heapOf(1, 100);
    const first = heap.allocate(100);
    new Uint8Array(memory.buffer, first, 100).fill(7);
    const before = memory.buffer;
    const second = heap.allocate(10 * PAGE);
    assert.notEqual(memory.buffer, before);
    assert.ok(second + 10 * PAGE <= memory.buffer.byteLength);
    assert.ok(new Uint8Array(memory.buffer, first, 100).every((byte) => byte === 7));
  });

  it("refuses what the memory has no room for, and goes on with what it has", () => {
    const { heap, memory } = heapOf(1, 4);
    const kept = heap.allocate(2 * PAGE);
    assert.throws(() => heap.allocate(3 * PAGE), (error) => error instanceof NoRoom && /^196,608 bytes more than the heap has room for/.test(error.message));
    assert.throws(() => heap.allocate(2 ** 33), NoRoom);
    const next = heap.allocate(PAGE);
    assert.equal(next, kept + 2 * PAGE);
    heap.free(kept);
    heap.free(next);
    assert.equal(heap.allocate(3 * PAGE), kept);
    assert.ok(memory.buffer.byteLength <= 4 * PAGE);
  });

  it("takes less than it would like, where the memory ends", () => {
    const { heap, memory } = heapOf(1, 11); // 1.2 times as much are 12 pages
    heap.allocate(10 * PAGE - START);
    assert.ok(memory.buffer.byteLength >= 10 * PAGE);
  });

  it("refuses an address that is not in use", () => {
    const { heap } = heapOf(1, 1);
    const address = heap.allocate(16);
    heap.free(address);
    for (const wrong of [address, address + 16, 0]) {
      assert.throws(() => heap.free(wrong), { message: `expected the address of a block that is in use, received ${wrong}` });
    }
  });
});
