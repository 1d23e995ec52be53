/**
 * Loads tfjs's WebAssembly file without Emscripten's glue, which is 37 to 55 KB for what is needed here: seven imports,
 * a stack for arguments, and a heap that grows.
 */

import { NoRoom } from "./room.js";
import { Printed } from "./wasm_printed.js";

/** What the module's kernels and tfjs's `BackendWasm` use of it. */
export interface WasmModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  /** The linear memory, which modules of ours may share. */
  readonly memory: WebAssembly.Memory;
  /** `arrays`: whether there are some among the arguments. */
  cwrap(name: string, arrays?: boolean): (...args: WasmArgument[]) => number;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  /** What was printed since the last question. A kernel prints when it refuses its arguments, and leaves its output as the memory was. */
  refused(): string;
  readonly tfjs: {
    initWithThreadsCount(threads: number): void;
    registerTensor(id: number, size: number, offset: number): void;
    disposeData(id: number): void;
    dispose(): void;
  };
}

type WasmArgument = number | boolean | Uint8Array;
type WasmFunction = (...args: (number | boolean)[]) => number;
export type WasmExports = Record<string, WasmFunction> & {
  __indirect_function_table: WebAssembly.Table;
  memory: WebAssembly.Memory;
};

/** The file's own limit: one page less than 4 GiB. */
const MAX_HEAP = 4294901760;
const PAGE = 65536;

/** Starts a file. `env`: what the variant with threads imports besides, its memory too; `ready`: called before anything of it runs. */
export async function instantiate(
  file: WebAssembly.Module, env: WebAssembly.ModuleImports = {}, ready?: (exports: WasmExports) => void,
): Promise<WasmModule> {
  let memory = env.memory as WebAssembly.Memory | undefined;
  const printed = new Printed(() => memory!);
  const imports = commonImports(() => memory!, printed);
  Object.assign(imports.env, env);
  const exports = (await WebAssembly.instantiate(file, imports)).exports as WasmExports;
  memory ??= exports.memory;
  ready?.(exports);
  exports.__wasm_call_ctors!();
  return moduleOf(exports, memory, printed);
}

/** The functions that every variant of the file imports. */
function commonImports(
  memory: () => WebAssembly.Memory,
  printed: Printed,
): WebAssembly.Imports & { env: WebAssembly.ModuleImports } {
  return {
    env: {
      abort() {
        const why = printed.take() || "most likely because its memory is exhausted";
        throw new WebAssembly.RuntimeError(`the wasm module aborted: ${why}`);
      },
      emscripten_memcpy_big(to: number, from: number, bytes: number) {
        new Uint8Array(memory().buffer).copyWithin(to >>> 0, from >>> 0, (from >>> 0) + bytes);
      },
      emscripten_get_heap_max: () => MAX_HEAP,
      emscripten_resize_heap: (bytes: number) => grow(memory(), bytes >>> 0),
    },
    // No file is ever open.
    wasi_snapshot_preview1: { fd_close: () => 52, fd_seek: () => 70, fd_write: printed.write },
  };
}

/** Grows by a fifth more than asked for, then by less and less, as Emscripten does. */
function grow(memory: WebAssembly.Memory, wanted: number): boolean {
  const present = memory.buffer.byteLength;
  if (wanted > MAX_HEAP) return false;
  for (const divisor of [1, 2, 4]) {
    const generous = Math.min(present * (1 + 0.2 / divisor), wanted + 100663296);
    const target = Math.min(MAX_HEAP, Math.ceil(Math.max(wanted, generous) / PAGE) * PAGE);
    try {
      memory.grow((target - present) / PAGE);
      return true;
    } catch {
      // The system refused this much; ask for less.
    }
  }
  return false;
}

function moduleOf(exports: WasmExports, memory: WebAssembly.Memory, printed: Printed): WasmModule {
  // A view dies when the memory grows; the kernels ask for it anew each time.
  let heap = new Uint8Array(memory.buffer);
  const call = (name: string): WasmFunction => {
    const found = exports[name];
    if (found === undefined) throw new Error(`expected an export named ${name} in tfjs's wasm module, found none`);
    return found;
  };
  const malloc = call("malloc");
  const module: WasmModule = {
    get HEAPU8() {
      if (heap.buffer !== memory.buffer) heap = new Uint8Array(memory.buffer);
      return heap;
    },
    memory,
    _malloc(bytes) {
      // The module would take a size of 4 GiB and more modulo 2**32.
      const pointer = bytes <= MAX_HEAP ? malloc(bytes) : 0;
      // tfjs takes whatever comes back, and would write tensors to address 0.
      if (pointer === 0 && bytes > 0) {
        const heap = memory.buffer.byteLength;
        throw new NoRoom(`${bytes.toLocaleString("en")} bytes more than the heap has room for (it holds ${heap.toLocaleString("en")}, `
          + `and at most ${MAX_HEAP.toLocaleString("en")})`);
      }
      return pointer;
    },
    _free: call("free"),
    refused: () => printed.take(),
    cwrap(name, arrays) {
      const target = call(name);
      if (!arrays) return target as (...args: WasmArgument[]) => number;
      const [save, restore, allocate] = [call("stackSave"), call("stackRestore"), call("stackAlloc")];
      return (...args) => {
        const top = save();
        try {
          for (let i = 0; i < args.length; i++) {
            const bytes = args[i]!;
            if (typeof bytes !== "object") continue;
            const pointer = allocate(bytes.length) >>> 0;
            module.HEAPU8.set(bytes, pointer);
            args[i] = pointer;
          }
          return target(...args as number[]);
        } finally {
          restore(top);
        }
      };
    },
    tfjs: {
      initWithThreadsCount: call("init_with_threads_count"),
      registerTensor: call("register_tensor"),
      disposeData: call("dispose_data"),
      dispose: call("dispose"),
    },
  };
  return module;
}
