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
    typedArrayFromHeap(tensor: import("./backends/backend.js").Tensor): import("./backends/backend.js").HostArray["data"];
  }
}

declare module "@tensorflow/tfjs-backend-webgl/dist/gpgpu_context.js" {
  export class GPGPUContext {
    constructor(gl: WebGL2RenderingContext);
  }
}

declare module "@tensorflow/tfjs-backend-webgl/dist/backend_webgl.js" {
  export interface MathBackendWebGL extends TfjsBackend {}
  export class MathBackendWebGL {
    constructor(context: import("@tensorflow/tfjs-backend-webgl/dist/gpgpu_context.js").GPGPUContext);
    readonly texData: TfjsTable;
    warnedAboutMemory: boolean;
    dispose(): void;
  }
}

declare module "@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js" {
  export interface WebGPUBackend extends TfjsBackend {}
  export class WebGPUBackend {
    constructor(device: GPUDevice, info: GPUAdapterInfo);
    readonly tensorMap: TfjsTable;
    readonly commandEncoder: GPUCommandEncoder | null;
    readonly bufferManager: {
      readonly freeBuffers: Map<string, GPUBuffer[]>;
      releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
    };
    /** Of a tensor that an input is, perhaps of a texture. */
    tensorToBinding(tensor: object): { buffer?: GPUBuffer } | null;
    endComputePassEncoder(): void;
    submitQueue(): void;
    dispose(): void;
  }
}

declare module "@tensorflow/tfjs-core/dist/environment.js" {
  export const flags: { WEBGL_FLUSH_THRESHOLD: number; WEBGL_MAX_TEXTURE_SIZE: number };
}

declare module "@tensorflow/tfjs-backend-webgpu/dist/activation_util.js" {
  /** Declares `fn activation(a:f32,coords:vec3<i32>)->f32`. */
  export function activationFnSnippet(activation: "linear" | "relu" | "relu6" | "sigmoid" | "elu"): string;
}

declare module "@tensorflow/tfjs-backend-webgpu/dist/webgpu_util.js" {
  export function flatDispatchLayout(shape: number[]): { x: number[] };
  export function computeDispatch(
    layout: { x: number[] },
    shape: number[],
    workgroupSize: [number, number, number],
  ): [number, number, number];
}

declare module "@tensorflow/*" {
  // The kernels' configurations, one a module, are imported by name.
  const exports: Record<string, import("./backends/backend.js").KernelConfig>;
  export = exports;
}
