/**
 * One thread of the threaded wasm module: the script of its workers (`wasm_threads.ts` is the other side).
 *
 * It imports nothing but what is bundled with it, so that the file stands alone.
 */

import { Printed } from "./wasm_printed.js";
import type { ThreadMessage } from "./wasm_threads.js";

type Exports = Record<string, (...args: number[]) => number> & { __indirect_function_table: WebAssembly.Table };

// Where Emscripten's pthread structure keeps the stack of the thread.
const STACK_TOP = 52;
const STACK_SIZE = 56;

let exports: Exports;
let memory: WebAssembly.Memory;

function load(module: WebAssembly.Module): void {
  const nothing = () => 0;
  const printed = new Printed(() => memory);
  const instance = new WebAssembly.Instance(module, {
    env: {
      memory,
      abort() {
        throw new Error("a thread of the wasm module aborted"); // It has printed why.
      },
      emscripten_memcpy_big(to: number, from: number, bytes: number) {
        new Uint8Array(memory.buffer).copyWithin(to >>> 0, from >>> 0, (from >>> 0) + bytes);
      },
      emscripten_get_heap_max: () => 4294901760,
      emscripten_resize_heap: nothing, // Only the owner grows the memory, for tensors.
      emscripten_num_logical_cores: () => 1,
      emscripten_get_now: () => performance.timeOrigin + performance.now(),
      emscripten_unwind_to_js_event_loop() {
        throw new Error("unwind");
      },
      emscripten_check_blocking_allowed: nothing,
      __emscripten_init_main_thread_js: nothing,
      _emscripten_default_pthread_stack_size: () => 65536,
      __pthread_create_js: () => 6, // EAGAIN: a thread starts no threads.
      __emscripten_thread_cleanup: nothing,
      emscripten_receive_on_main_thread_js: nothing,
      _emscripten_notify_task_queue: () => 1,
      _emscripten_set_offscreencanvas_size: () => -1,
      exit() {
        throw new Error("a thread of the wasm module exited");
      },
    },
    wasi_snapshot_preview1: {
      fd_close: () => 52,
      fd_seek: () => 70,
      fd_write(file: number, pieces: number, count: number, written: number) {
        const status = printed.write(file, pieces, count, written);
        console.error(`wasm thread: ${printed.take()}`);
        return status;
      },
    },
  });
  exports = instance.exports as Exports;
}

function run(pointer: number, start: number, argument: number): void {
  exports._emscripten_thread_init!(pointer, 0, 0, 1);
  const view = new DataView(memory.buffer);
  const top = view.getUint32(pointer + STACK_TOP, true);
  const size = view.getUint32(pointer + STACK_SIZE, true);
  exports.emscripten_stack_set_limits!(top, top - size);
  exports.stackRestore!(top);
  exports._emscripten_tls_init!();
  (exports.__indirect_function_table.get(start) as (argument: number) => number)(argument);
}

self.onmessage = ({ data }: MessageEvent<ThreadMessage>) => {
  if (data.kind === "load") {
    memory = data.memory;
    load(data.module);
    self.postMessage("loaded");
  } else {
    run(data.pointer, data.start, data.argument);
  }
};
