/** Memory for tensors in a linear memory of WebAssembly: free blocks in the order of their addresses, the best fit first. */

import { NoRoom } from "../backends/room.js";

const PAGE = 65536;
/** One page less than 4 GiB, so that every size and address is a number of 32 bits. */
const MOST = 2 ** 32 - PAGE;
/** A vector's. */
const ALIGNMENT = 16;
/** How much more than what is asked for the memory grows, if it can. */
const GENEROUS = [1.2, 1.1, 1];

interface Block {
  address: number;
  bytes: number;
}

/** What kernels need of a memory; tfjs's module has one too. */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  allocate(bytes: number): number;
  free(address: number): void;
}

export class OwnHeap implements Heap {
  readonly #free: Block[] = [];
  readonly #taken = new Map<number, number>(); // address -> bytes
  #end: number; // of what was ever given away

  /** The memory from `start` on is the heap's. */
  constructor(readonly memory: WebAssembly.Memory, start: number) {
    this.#end = aligned(start);
  }

  allocate(bytes: number): number {
    const wanted = Math.max(ALIGNMENT, aligned(bytes));
    const free = this.#free;
    let best = -1;
    for (let i = 0; i < free.length; i++) {
      const { bytes } = free[i]!;
      if (bytes >= wanted && (best < 0 || bytes < free[best]!.bytes)) best = i;
      if (bytes === wanted) break;
    }
    let address = this.#end;
    if (best >= 0) {
      const block = free[best]!;
      address = block.address;
      if (block.bytes === wanted) free.splice(best, 1);
      else free[best] = { address: address + wanted, bytes: block.bytes - wanted };
    } else {
      this.#reach(address + wanted, bytes);
      this.#end += wanted;
    }
    this.#taken.set(address, wanted);
    return address;
  }

  free(address: number): void {
    const bytes = this.#taken.get(address);
    if (bytes === undefined) throw new Error(`expected the address of a block that is in use, received ${address}`);
    this.#taken.delete(address);
    const free = this.#free;
    let at = 0, end = free.length; // of the first block behind it
    while (at < end) {
      const middle = (at + end) >> 1;
      if (free[middle]!.address < address) at = middle + 1;
      else end = middle;
    }
    const before = free[at - 1], after = free[at];
    if (before && before.address + before.bytes === address) {
      before.bytes += bytes;
      if (after && before.address + before.bytes === after.address) {
        before.bytes += after.bytes;
        free.splice(at, 1);
      }
    } else if (after && address + bytes === after.address) {
      free[at] = { address, bytes: bytes + after.bytes };
    } else {
      free.splice(at, 0, { address, bytes });
    }
    const last = free.at(-1)!;
    if (last.address + last.bytes === this.#end) this.#end = free.pop()!.address;
  }

  /** Grows the memory where it ends before `end`. */
  #reach(end: number, bytes: number): void {
    const { memory } = this;
    const present = memory.buffer.byteLength;
    if (end <= present) return;
    for (const factor of GENEROUS) {
      const pages = Math.ceil(Math.min(MOST, end * factor) / PAGE) - present / PAGE;
      if (end > MOST) break;
      try {
        memory.grow(pages);
        return;
      } catch {
        // The system refused this much; ask for less.
      }
    }
    throw new NoRoom(`${bytes.toLocaleString("en")} bytes more than the heap has room for (it holds ${present.toLocaleString("en")}, `
      + `and at most ${MOST.toLocaleString("en")})`);
  }
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
