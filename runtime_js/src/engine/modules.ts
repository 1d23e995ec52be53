/** Loads our WebAssembly modules into a memory: their kernels share one table of functions, where lists name them by place. */

import type { StartOptions } from "../backends/backend.js";
import { compile, compileBytes, locate, type WasmFile } from "../backends/wasm_file.js";
import type { Heap } from "./heap.js";

/** As `kernel.h` says, and what calls of functions need besides. */
const STACK_BYTES = 131072;
/** Room for the records of one call. */
const RECORD_BYTES = 4096;

export interface Operations {
  readonly heap: Heap;
  /** The place of a kernel in the table. */
  place(operation: string): number;
  /** Runs the records between two addresses, with threads if there is a pool of some. */
  run: Run;
  /** Of room for one record. */
  readonly record: number;
  /** After a trap, which leaves the stack as it was in the middle of a call. */
  recover(): void;
}

export type Variant = "fma" | "simd" | "fma-threads" | "simd-threads";
type Run = (from: number, to: number, pool: number) => void;
/** A module's file for each kind of engine. */
export type ModuleFiles = Record<Variant, WasmFile>;
/** A module that was printed for one program, in base64: the row functions of its chains. */
export interface PrintedModule {
  readonly printed: string;
}

/** What stands before the names of printed functions. */
export const CHAIN = "chain ";
/** What the names of functions begin with that only printed ones call. */
const MATH = "m_";

/** Modules in the order in which they are loaded: printed ones behind those whose functions they call. */
export function compileModules(
  modules: (ModuleFiles | PrintedModule)[], variant: Variant, options: StartOptions,
): Promise<WebAssembly.Module[]> {
  return Promise.all(modules.map((each) => {
    return "printed" in each ? compileBytes(decoded(each, variant)) : compile(locate(each[variant], options.base), options);
  }));
}

/** The bytes. What the memory is that they import, one byte tells: 3 where threads share it. */
function decoded({ printed }: PrintedModule, variant: Variant): Uint8Array<ArrayBuffer> {
  const letters = variant.endsWith("threads") ? atob(printed).replace("memory\x02\x01", "memory\x02\x03") : atob(printed);
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/** What instances of our modules give. */
export interface Instances {
  readonly places: ReadonlyMap<string, number>;
  readonly run: Run;
  /** Of modules with threads: takes parts of the lists that others run, for ever. */
  readonly serve: ((pool: number, patience: number) => void) | undefined;
  recover(): void;
}

/** The stacks of the instances: one calls another from the middle of its own. */
export function stackBytes(files: WebAssembly.Module[]): number {
  return STACK_BYTES * files.length;
}

/** The same order gives the same places, in each thread's own table; `stack`: where their stacks end. */
export async function instantiate(
  memory: WebAssembly.Memory, files: WebAssembly.Module[], stack: number, table = new WebAssembly.Table({ element: "anyfunc", initial: 1 }), // place 0 stays empty
): Promise<Instances> {
  const places = new Map<string, number>();
  const all: WebAssembly.Exports = {};
  const math: WebAssembly.Exports = {};
  const pointers: WebAssembly.Global[] = [];
  const recover = (): void => pointers.forEach((pointer, i) => { pointer.value = stack - i * STACK_BYTES; });
  for (const file of files) {
    const { exports } = await WebAssembly.instantiate(file, { env: { memory, __indirect_function_table: table }, math });
    const { __stack_pointer: pointer, ...functions } = exports;
    if (pointer) pointers.push(pointer as WebAssembly.Global);
    Object.assign(all, functions);
    for (const [name, each] of Object.entries(functions)) {
      if (name.startsWith(MATH)) math[name] = each;
      places.set(pointer ? name : CHAIN + name, table.grow(1, each));
    }
  }
  recover();
  return { places, run: all.run as Run, serve: all.serve as Instances["serve"], recover };
}

export async function loadOperations(heap: Heap, files: WebAssembly.Module[], table?: WebAssembly.Table): Promise<Operations> {
  const stack = heap.allocate(stackBytes(files)) + stackBytes(files);
  const { places, run, recover } = await instantiate(heap.memory, files, stack, table);
  return {
    heap,
    record: heap.allocate(RECORD_BYTES),
    run,
    recover,
    place(operation) {
      const place = places.get(operation);
      if (place === undefined) throw new Error(`expected an operation of the loaded modules, received ${operation}`);
      return place;
    },
  };
}
