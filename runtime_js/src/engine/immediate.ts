/** Kernels of ours, run at once. */

import type { DType, Tensor } from "../backends/backend.js";
import type { DataId } from "../memory/journal.js";
import { HEADER, type Words } from "./words.js";
import { partsOf, type CallOptions, type Executor, type Operand } from "./kernel.js";
import type { Operations } from "./modules.js";

/** What is needed of the backend whose tensors they are. */
export interface Tensors {
  makeOutput(shape: number[], dtype: DType): Tensor;
  incRef(dataId: DataId): void;
  disposeData(dataId: DataId): void;
  readonly dataIdMap: { get(dataId: DataId): { memoryOffset: number } };
}

export class Immediate implements Executor {
  constructor(
    private readonly tensors: Tensors,
    private readonly operations: Operations,
    private readonly words: Words,
    private readonly run: (from: number, to: number) => void,
  ) {}

  make(shape: number[], dtype: DType): Tensor {
    return this.tensors.makeOutput(shape, dtype);
  }

  view({ dataId, dtype }: Tensor, shape: number[]): Tensor {
    this.tensors.incRef(dataId);
    return { dataId, shape, dtype };
  }

  drop({ dataId }: Tensor): void {
    this.tensors.disposeData(dataId);
  }

  truth(x: Tensor): boolean {
    return (this.words()[this.address(x) >>> 2]! & 255) !== 0; // blocks begin at words
  }

  address({ dataId }: Tensor): number {
    return this.tensors.dataIdMap.get(dataId).memoryOffset;
  }

  place(name: string): number {
    return this.operations.place(name);
  }

  call(operation: string, operands: Operand[], options: CallOptions = {}): void {
    const { operations } = this;
    const { record } = operations;
    const words = this.words(), length = HEADER + operands.length, at = record >>> 2;
    words[at] = operations.place(operation);
    words[at + 1] = length;
    words[at + 2] = partsOf(options);
    for (let i = 0; i < operands.length; i++) {
      const operand = operands[i]!;
      words[at + HEADER + i] = typeof operand === "number" ? operand : this.address(operand);
    }
    this.run(record, record + 4 * length);
  }
}
