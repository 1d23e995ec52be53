/**
 * How a kernel of ours is declared: once, for calls at once and for lists of prepared calls.
 *
 *     export const negConfig = kernel("Neg", ({ x }: { x: Tensor }, _attrs, k) => {
 *       const y = k.make(x.shape, x.dtype);
 *       k.call("neg", [x, y, sizeOf(x)]);
 *       return y;
 *     });
 *
 * `k` runs an operation of C at once, or writes it down: the declaration sees shapes and attributes only, never values.
 */

import type { DType, KernelConfig, Tensor } from "../backends/backend.js";
import type { Condition } from "./buffers.js";

/** What an operation of C is given: the address of a tensor, or a whole number of 32 bits. */
export type Operand = Tensor | number;

export interface CallOptions {
  /** How many multiplications and additions, or bytes moved, it takes: large ones are cut into parts. 0: it has no parts. */
  work?: number;
  /** Whether each element of the output depends on the inputs' at the same place alone, so that it may lie in their memory. */
  elementwise?: boolean;
}

export interface Executor {
  /** A tensor of the kernel's own, such as its result: the next call that names it writes it as a whole. */
  make(shape: number[], dtype: DType): Tensor;
  /** The same memory in another shape, with a reference of its own. */
  view(x: Tensor, shape: number[]): Tensor;
  /** Gives a tensor of the kernel's own back that was for itself: `workspace` of the backend's table says how large it is. */
  drop(tensor: Tensor): void;
  /** Whether a bool is true, or what stands for that. */
  truth(x: Tensor): boolean | Condition;
  /** Calls an operation by the name that it has in runtime_js/wasm. */
  call(operation: string, operands: Operand[], options?: CallOptions): void;
  /** The place of a function in the table, for an operation that calls it. */
  place(name: string): number;
}

/** What our kernels use of the backend object that they are called with. */
export interface EngineBackend {
  executor: Executor;
}

/** A kernel that a recording may meet. */
export interface OwnKernel extends KernelConfig {
  readonly declare: (inputs: never, attrs: never, k: Executor) => Tensor | Tensor[];
}

export function kernel<Inputs, Attrs>(
  kernelName: string, declare: (inputs: Inputs, attrs: Attrs, k: Executor) => Tensor | Tensor[],
): OwnKernel {
  return {
    kernelName,
    declare,
    kernelFunc: ({ inputs, attrs, backend }: { inputs: Inputs; attrs: Attrs; backend: EngineBackend }) =>
      declare(inputs, attrs, backend.executor),
  };
}

export function isOwn(config: KernelConfig): config is OwnKernel {
  return "declare" in config;
}

const float = new Float32Array(1), bits = new Int32Array(float.buffer);

/** A float32 as an operand. */
export function floatBits(value: number): number {
  float[0] = value;
  return bits[0]!;
}

export function sizeOf({ shape }: { shape: number[] }): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

export function bytesOf(shape: number[], dtype: DType): number {
  return sizeOf({ shape }) * (dtype === "bool" ? 1 : 4);
}

/** More parts than threads, so that one that the system keeps away holds the others up for less. */
const PARTS = 4;
/** Below this work the threads cost more than they bring. */
const ENOUGH = 200_000;

export function partsOf({ work = 0 }: CallOptions): number {
  return work > ENOUGH ? PARTS : 1;
}
