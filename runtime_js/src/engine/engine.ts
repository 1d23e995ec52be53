/** Our kernels on one backend: run at once, or written down and planned. */

import type { DType, KernelConfig, Tensor } from "../backends/backend.js";
import type { DataId } from "../memory/journal.js";
import type { Heap } from "./heap.js";
import { Immediate, type Tensors } from "./immediate.js";
import { isOwn, type Executor } from "./kernel.js";
import type { Operations } from "./modules.js";
import type { Threads } from "./threads.js";
import { Unplanned } from "./buffers.js";
import type { LoopSupport } from "./loops.js";
import { planned, type Planned, type TensorFunction, type Variables } from "./plans.js";
import { Recording } from "./recording.js";
import { wordsOf, type Words } from "./words.js";

/** What our kernels' tensors lie in. */
export interface EngineTensors extends Tensors {
  readonly dataIdMap: { get(dataId: DataId): { memoryOffset: number; refCount: number } };
  /** What our kernels are called with. */
  executor: Executor;
}

export class Engine {
  readonly heap: Heap;
  readonly words: Words;
  readonly arena: Arena;
  /** Of the function that is being written down. */
  recording: Recording | undefined;
  /** Operations of plans since the start. */
  calls = 0;
  readonly #tensors: EngineTensors;
  readonly #operations: Operations;
  readonly #immediate: Immediate;
  readonly #lost: (error: Error) => Error;
  readonly #loops: LoopSupport | undefined;
  readonly #threads: Threads | undefined;

  /**
   * @param lost What becomes of an error that left variables half written.
   * @param loops Where functions have loops or branches.
   */
  constructor(tensors: EngineTensors, operations: Operations, lost: (error: Error) => Error, loops?: LoopSupport, threads?: Threads) {
    this.#tensors = tensors;
    this.#operations = operations;
    this.#lost = lost;
    this.#loops = loops;
    this.#threads = threads;
    this.heap = operations.heap;
    this.words = wordsOf(this.heap);
    this.arena = new Arena(this.heap);
    tensors.executor = this.#immediate = new Immediate(tensors, operations, this.words, (from, to) => this.#run(from, to));
  }

  /** `fn` by plan; a method, so that only what has an engine is linked with plans. */
  planned(fn: TensorFunction, variables: Variables): Planned {
    return planned(this, fn, variables);
  }

  /** Writes down what `fn` asks for. */
  record<T>(fn: (recording: Recording) => T): T {
    const make = (): Recording => new Recording((name) => this.place(name));
    const recording = make();
    const record = (): T => this.#during(recording, () => fn(recording));
    if (!this.#loops) return record();
    return this.#loops(recording, (body) => {
      const shadow = make();
      return this.#during(shadow, () => body(shadow));
    }, record);
  }

  #during<T>(recording: Recording, fn: () => T): T {
    const before = this.recording;
    this.recording = this.#tensors.executor = recording;
    try {
      return fn();
    } finally {
      this.recording = before;
      this.#tensors.executor = before ?? this.#immediate;
    }
  }

  /** A call of a kernel while a function is written down. */
  write(config: KernelConfig, inputs: object, attrs: object, recording: Recording): Tensor | Tensor[] {
    if (!isOwn(config)) throw new Unplanned(config.kernelName);
    return config.declare(inputs as never, attrs as never, recording);
  }

  place(operation: string): number {
    return this.#operations.place(operation);
  }

  addressOf({ dataId }: Pick<Tensor, "dataId">): number {
    return this.#tensors.dataIdMap.get(dataId).memoryOffset;
  }

  isAlone({ dataId }: Tensor): boolean {
    return this.#tensors.dataIdMap.get(dataId).refCount === 1;
  }

  make(shape: number[], dtype: DType): Tensor {
    return this.#tensors.makeOutput(shape, dtype);
  }

  retain(tensor: Tensor, shape: number[]): Tensor {
    return this.#immediate.view(tensor, shape);
  }

  drop(tensor: Tensor): void {
    this.#immediate.drop(tensor);
  }

  /** Runs the records of a plan, so many calls: those behind `safe` write over variables. */
  run(from: number, safe: number, to: number, calls: number): void {
    this.calls += calls;
    this.#run(from, safe);
    if (safe === to) return;
    try {
      this.#run(safe, to);
    } catch (error) {
      throw this.#lost(error as Error);
    }
  }

  #run(from: number, to: number): void {
    try {
      this.#operations.run(from, to, this.pool);
    } catch (error) {
      this.#threads?.settle();
      this.#operations.recover();
      throw error;
    }
    this.#threads?.check();
  }

  /** Where what threads share lies; 0 where there are none. */
  get pool(): number {
    return this.#threads?.pool ?? 0;
  }
}

/** One stretch of memory for what lives within a call. */
class Arena {
  /** 0: nowhere yet. */
  address = 0;
  bytes = 0;

  constructor(private readonly heap: Heap) {}

  /** Moves to a larger place where it is smaller than `bytes`. */
  reach(bytes: number): void {
    if (bytes <= this.bytes) return;
    if (this.address) this.heap.free(this.address);
    this.address = this.bytes = 0;
    this.address = this.heap.allocate(bytes);
    this.bytes = bytes;
  }
}
