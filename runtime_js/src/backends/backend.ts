/** What a bundle needs from a device: the same interface over all of tfjs's backends. */

import type { fetchFile } from "../data/fetch_file.js";
import type { hash } from "../data/hash.js";
import type { Planned, TensorFunction, Variables } from "../engine/plans.js";
import type { DataId, Done } from "../memory/journal.js";

/** A dtype on a device; uint8 data becomes int32 at the upload. */
export type DType = "float32" | "int32" | "bool";

/** tfjs's TensorInfo. Whoever holds one owns one reference to its data. */
export interface Tensor {
  dataId: DataId;
  shape: number[];
  dtype: DType;
}

export interface HostArray {
  shape: number[];
  dtype: DType | "uint8";
  data: Float32Array | Int32Array | Uint8Array;
}

/** Numbers that are not in one place yet: rows of a data set, say. `fill` puts them into an array of the tensor's own dtype. */
export interface Gathered extends Pick<HostArray, "shape" | "dtype"> {
  fill(target: HostArray["data"]): void;
}

/** A kernel as tfjs declares it; ours in `kernels/` have the same form. */
export interface KernelConfig {
  readonly kernelName: string;
  // Each kernel casts its own inputs, attributes and backend, so that no type fits all of them.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly kernelFunc: (params: { inputs: any; attrs: any; backend: any }) => any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly setupFunc?: (backend: any) => void;
}

export type Inputs = Record<string, Tensor> | Tensor[];

/** What the device at hand can hold, for a check before the first step. */
export interface DeviceLimits {
  /** The largest tensor, in bytes. */
  readonly maxTensorBytes: number;
  /** Whether a bool takes one byte there, and not as much room as a number. */
  readonly packsBools?: boolean;
  /** The largest width and height of a texture, in texels of four numbers (webgl). */
  readonly maxTextureSize?: number;
}

export interface Backend {
  readonly name: string;
  /** For people: "SIMD, 2 threads", the renderer, the adapter. */
  readonly description: string;
  readonly limits: DeviceLimits;
  /** Calls of kernels since the start. */
  readonly kernelCalls: number;
  /** The kernel as a function. A chain of several results gives an array of them: only emitted code calls such a one. */
  bind(config: KernelConfig): (inputs: Inputs, attrs?: object) => Tensor;
  /** The function by plan, where the backend makes plans: see engine/plan.ts. */
  planned?(fn: TensorFunction, variables: Variables): Planned;
  /** Resident until `close()`; equal ones are shared. Never dispose one. */
  constant(values: number[], shape: number[], dtype: DType): Tensor;
  /** Whether it keeps arrays that are uploaded: they must not change afterwards. Otherwise it has copied them. */
  readonly keepsArrays: boolean;
  upload(array: HostArray | Gathered): Tensor;
  /** Throws, with what was expected of the sizes of the inputs, unless it `holds`: a kernel would read beyond a tensor's end. */
  checkSizes(holds: boolean, expected: string, sizes: Record<string, number>): void;
  /** Where int32 is stored as float32: the largest magnitude among `tensors`; throws if it, or a size, is too large. */
  checkIntegers(tensors: Tensor[], largest: number, sizes?: number[]): number;
  /** There: `tensor` is at most the sum of `terms[i] * largest ** i`. */
  boundInteger(tensor: Tensor, terms: number[], largest?: number): void;
  /** A float32 scalar, owned by the caller: a size that is known only when the function is called. */
  scalar(value: number): Tensor;
  /** A second reference to the same memory, owned by the caller. */
  retain(tensor: Tensor): Tensor;
  /** A copy of a tensor's values; does not dispose it. */
  read(tensor: Tensor): Promise<Float32Array | Int32Array | Uint8Array>;
  dispose(...tensors: Tensor[]): void;
  /**
   * On a throw, frees what `fn` allocated, takes back the references that it added, and rethrows. `done`: what the pieces
   * before it did, of a call in pieces; that is taken back too.
   */
  invoke<T>(fn: () => T, done?: Done): T;
  /**
   * Of a device that tells later what went wrong: rejects if the last call gave numbers that cannot be trusted. Elsewhere
   * nothing is to wait for.
   */
  verify(): Promise<void> | undefined;
  /** Why something failed: the loss of the device, if that was it, which is known only a moment later; else the error itself. */
  cause(error: unknown): Promise<unknown>;
  /** Counted in the tfjs backend's own table. */
  liveTensors(): number;
  /** Logical bytes of the same. */
  liveBytes(): number;
  close(): void;
}

export interface StartOptions {
  /** wasm: the folder of its files, if not beside its code. */
  base?: URL;
  /** `auto`: refuse software renderers, which are slower than wasm. By name they are welcome. */
  auto?: boolean;
  /** wasm: brings its file over the network. The session's, so that there is one of it. */
  fetchFile?: typeof fetchFile;
  /** wasm: the session's, too. */
  hash?: typeof hash;
  /** wasm: the beginnings of the SHA-256 of its files; where there are none, nothing is verified. */
  binaries?: string[] | undefined;
  /** wasm: how many threads to start where the page may have them; 1 starts none. */
  threads?: number;
  /** wasm: the instructions that our kernels use, where not the best that the engine has. */
  variant?: "fma" | "simd";
  /** Takes notices of what goes wrong beside the calls. */
  tell?: (notice: string) => void;
}

/** The device lacks what a backend needs. The message says what, for a notice such as "webgpu: no adapter". */
export class BackendUnavailable extends Error {
  override readonly name = "BackendUnavailable";
  constructor(
    readonly backend: string,
    readonly reason: string,
  ) {
    super(`${backend}: ${reason}`);
  }
}

/** The device went away while a program ran: a driver reset, a crashed GPU process, memory. */
export class BackendLost extends Error {
  override readonly name = "BackendLost";
  constructor(
    readonly backend: string,
    readonly reason: string,
  ) {
    super(
      `${backend}: the device was lost (${reason}), and with it the weights and all that was trained since the program was ` +
        `loaded. Load the program again, with another backend if this happens often; weights that were taken with ` +
        `getWeights() before can be set again.`,
    );
  }
}
