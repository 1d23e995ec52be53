/**
 * What a tensor function asks for, written down. Its tensors are `Buffer`s without memory: who makes one, reads it, keeps it
 * and drops it is known when the function has returned.
 */

import type { DType, Tensor } from "../backends/backend.js";
import type { DataId } from "../memory/journal.js";
import type { Span } from "./arena.js";
import { bytesOf, partsOf, type CallOptions, type Executor, type Operand } from "./kernel.js";

/** Something that no list of calls can do. The function then runs as it is. */
export class Unplanned extends Error {}

export class Buffer implements DataId, Span {
  readonly id = -1;
  references = 1;
  end = Infinity;
  offset = 0;
  /** The operation that writes it, and the last that reads it. */
  written = -1;
  read = -1;

  /**
   * @param fresh Whether the next operation that names it writes it.
   * @param values Of one that the plan keeps, and nothing writes.
   */
  constructor(readonly bytes: number, readonly first: number, public fresh = false, readonly values?: Float32Array) {}
}

export interface RecordedCall {
  readonly operation: string;
  readonly operands: (Buffer | DataId | number)[];
  readonly parts: number;
  readonly elementwise: boolean;
}

export class Recording implements Executor {
  readonly calls: RecordedCall[] = [];
  /** Those that lie in the arena, or are results; not those of inputs. */
  readonly made: Buffer[] = [];

  /** A stand-in for a tensor that the function is given. */
  given({ shape, dtype }: Tensor): Tensor {
    return { dataId: new Buffer(bytesOf(shape, dtype), 0), shape, dtype };
  }

  make(shape: number[], dtype: DType): Tensor {
    const buffer = new Buffer(bytesOf(shape, dtype), this.calls.length, true);
    this.made.push(buffer);
    return { dataId: buffer, shape, dtype };
  }

  view(x: Tensor, shape: number[]): Tensor {
    return { ...this.retain(x), shape };
  }

  retain(x: Tensor): Tensor {
    if (x.dataId instanceof Buffer) x.dataId.references++;
    return { ...x };
  }

  scalar(value: number): Tensor {
    return { dataId: new Buffer(4, this.calls.length, false, Float32Array.of(value)), shape: [], dtype: "float32" };
  }

  dispose(tensors: Tensor[]): void {
    for (const { dataId } of tensors) {
      if (dataId instanceof Buffer && --dataId.references === 0) dataId.end = this.calls.length;
    }
  }

  call(operation: string, operands: Operand[], options: CallOptions = {}): void {
    const at = this.calls.length;
    const named = operands.map((operand) => (typeof operand === "number" ? operand : operand.dataId));
    for (const each of named) {
      if (!(each instanceof Buffer)) continue;
      if (each.fresh) each.written = at;
      else each.read = at;
      each.fresh = false;
    }
    this.calls.push({ operation, operands: named, parts: partsOf(options), elementwise: options.elementwise ?? false });
  }
}
