/** tfjs's backend object for wasm, without tfjs's module: a table of tensors in a heap of ours, which our kernels work on. */

import type { Heap } from "../engine/heap.js";
import { bytesOf, type Executor } from "../engine/kernel.js";
import { DataStorage } from "../memory/data_storage.js";
import type { DataId } from "../memory/journal.js";
import type { DType, Tensor } from "./backend.js";
import type { TfjsBackend } from "./tfjs_backend.js";

interface Entry {
  readonly memoryOffset: number;
  readonly shape: number[];
  readonly dtype: DType;
  refCount: number;
}

type Values = Float32Array | Int32Array | Uint8Array;

export class HeapBackend implements TfjsBackend {
  readonly dataIdMap = new DataStorage<Entry>();
  executor!: Executor; // the engine puts one in
  #next = 1;

  constructor(private readonly heap: Heap) {}

  write(values: Values | null, shape: number[], dtype: DType): DataId {
    const dataId = { id: this.#next++ };
    const memoryOffset = this.heap.allocate(bytesOf(shape, dtype));
    this.dataIdMap.set(dataId, { memoryOffset, shape, dtype, refCount: 1 });
    if (values) this.#values(dataId).set(values);
    return dataId;
  }

  makeOutput(shape: number[], dtype: DType): Tensor {
    return { dataId: this.write(null, shape, dtype), shape, dtype };
  }

  /** A view of the tensor in the heap: it dies when the next allocation grows the memory. */
  typedArrayFromHeap({ dataId }: Tensor): Values {
    return this.#values(dataId);
  }

  read(dataId: DataId): Promise<Values> {
    return Promise.resolve(this.#values(dataId).slice());
  }

  disposeData(dataId: DataId, force = false): boolean {
    const entry = this.dataIdMap.get(dataId);
    if (--entry.refCount > 0 && !force) return false;
    this.dataIdMap.delete(dataId);
    this.heap.free(entry.memoryOffset);
    return true;
  }

  incRef(dataId: DataId): void {
    this.dataIdMap.get(dataId).refCount++;
  }

  numDataIds(): number {
    return this.dataIdMap.numDataIds();
  }

  #values(dataId: DataId): Values {
    const { memoryOffset, shape, dtype } = this.dataIdMap.get(dataId);
    const { buffer } = this.heap.memory;
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    if (dtype === "float32") return new Float32Array(buffer, memoryOffset, size);
    return dtype === "int32" ? new Int32Array(buffer, memoryOffset, size) : new Uint8Array(buffer, memoryOffset, size);
  }
}
