/** The modules of tfjs that the runtime itself imports, in their rewritten form (tools/vendoring/rewrite). */

type TfjsTable = import("./memory/data_storage.js").DataStorage;
type TfjsBackend = import("./backends/tfjs_backend.js").TfjsBackend;

declare module "@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js" {
  export interface MathBackendCPU extends TfjsBackend {}
  export class MathBackendCPU {
    readonly data: TfjsTable;
  }
}

declare module "@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js" {
  export interface BackendWasm extends TfjsBackend {}
  export class BackendWasm {
    constructor(wasm: import("./backends/wasm_module.js").WasmModule, threads: number);
    readonly wasm: import("./backends/wasm_module.js").WasmModule;
    readonly dataIdMap: TfjsTable;
  }
}

declare module "@tensorflow/*" {
  // The kernels' configurations, one a module, are imported by name.
  const exports: Record<string, import("./backends/backend.js").KernelConfig>;
  export = exports;
}
