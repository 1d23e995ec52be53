/**
 * Threads that help with large operations: workers over one memory, which take parts from a list at work (runtime_js/wasm/run.c).
 *
 * Nobody waits for them: one that starts late helps late, one that never starts is told of and missed. What is computed is the
 * same, whoever does it.
 */

import { startWorker } from "../worker/start.js";
import type { Heap } from "./heap.js";
import { stackBytes } from "./modules.js";

/** What a worker is told. */
export interface ThreadStart {
  readonly memory: WebAssembly.Memory;
  readonly files: WebAssembly.Module[];
  readonly pool: number;
  /** Where its stack ends. */
  readonly stack: number;
}

export interface Threads {
  /** Where what they share lies. */
  readonly pool: number;
  /** Throws if a part of a list failed since it was asked for. */
  check(): void;
  /** Waits, after a trap of the caller's own, until nobody is at work on the list any more. */
  settle(): void;
  end(): void;
}

/** As runtime_js/wasm/run.c has it: a ticket of 8 bytes, then numbers of 4. */
const POOL_BYTES = 24, DONE = 3, FAILED = 5;

/** A memory that threads can share; nothing where the page may have none. */
export function sharedMemory(initial: number): WebAssembly.Memory | undefined {
  if (!globalThis.crossOriginIsolated) return undefined;
  for (const maximum of [65535, 16384]) { // phones do not give the room for all of it
    try {
      return new WebAssembly.Memory({ initial, maximum, shared: true });
    } catch {
      // less, then
    }
  }
  return undefined;
}

/** Starts `count` workers; `base`: where their script lies, if not beside this code. */
export function startThreads(
  heap: Heap, files: WebAssembly.Module[], count: number, base: URL | undefined, tell: (notice: string) => void,
): Threads {
  const { memory } = heap;
  const pool = heap.allocate(POOL_BYTES);
  new Int32Array(memory.buffer, pool, POOL_BYTES / 4).fill(0);
  const workers = Array.from({ length: count }, () => {
    const worker = startThread(base);
    const start: ThreadStart = { memory, files, pool, stack: heap.allocate(stackBytes(files)) + stackBytes(files) };
    worker.onerror = (event) => {
      worker.terminate();
      tell(`wasm: a thread did not start (${event.message || "no reason given"}); the others do its work`);
    };
    worker.postMessage(start);
    return worker;
  });
  return {
    pool,
    settle: () => settle(memory, pool),
    check() {
      const words = new Int32Array(memory.buffer, pool, POOL_BYTES / 4);
      if (Atomics.exchange(words, FAILED, 0)) throw new WebAssembly.RuntimeError("a kernel failed on another thread");
    },
    end: () => workers.forEach((worker) => worker.terminate()),
  };
}

function startThread(base: URL | undefined): Worker {
  // Without a name: webpack would make a file of that name, one for all programs of an application.
  const own = (): Worker => new Worker(new URL("./wasm_thread.js", import.meta.url), { type: "module" });
  return base ? startWorker(new URL("wasm_thread.js", base), "", undefined) : startWorker(new URL("./wasm_thread.js", import.meta.url), "", own);
}

/** Takes back what was offered and not taken; the part that trapped is never done. */
export function settle(memory: WebAssembly.Memory, pool: number): void {
  const words = new Int32Array(memory.buffer, pool, POOL_BYTES / 4);
  let ticket = Atomics.load(words, 0), next = ticket & 255, parts = ticket >> 8 & 255;
  while (next < parts && Atomics.compareExchange(words, 0, ticket, ticket - next + parts) !== ticket) {
    ticket = Atomics.load(words, 0);
    [next, parts] = [ticket & 255, ticket >> 8 & 255];
  }
  while (Atomics.load(words, DONE) < next - 1) ; // a page's own thread may not sleep
  Atomics.store(words, FAILED, 0);
}

/** A part that a worker began, and could not end. */
export function fail(memory: WebAssembly.Memory, pool: number): void {
  const words = new Int32Array(memory.buffer, pool, POOL_BYTES / 4);
  Atomics.add(words, FAILED, 1);
  Atomics.add(words, DONE, 1);
}
