/**
 * What a tensor function asks for, written down. Its tensors are buffers without memory: who makes one, reads it, keeps it
 * and drops it is known when the function has returned.
 */

import type { DType, Tensor } from "../backends/backend.js";
import { Buffer, Condition, Part, bufferOf, type Recorded, type Stepped } from "./buffers.js";
import { bytesOf, partsOf, type CallOptions, type Executor, type Operand } from "./kernel.js";

export interface RecordedCall {
  readonly operation: string;
  readonly operands: (Recorded | Stepped)[];
  readonly parts: number;
  /** Of a loop: how often its body runs. */
  readonly count?: number;
  readonly body?: RecordedCall[];
  /** Of a branch: what it chooses from. Of a repeat: its condition and its body. */
  readonly arms?: [RecordedCall[], RecordedCall[]];
}

export class Recording implements Executor {
  calls: RecordedCall[] = [];
  /** Calls so far, those in bodies of loops counted once. */
  time = 0;
  /** All that were made, in order; not those of inputs. */
  readonly made: Buffer[] = [];
  /** Numbers that the plan keeps. */
  readonly numbers: Buffer[] = [];

  /** @param place The places of functions in the table. */
  constructor(readonly place: (name: string) => number) {}

  /** A stand-in for a tensor that the function is given. */
  given({ shape, dtype }: Tensor): Tensor {
    return { dataId: new Buffer(bytesOf(shape, dtype), 0), shape, dtype };
  }

  make(shape: number[], dtype: DType): Tensor {
    return { dataId: this.buffer(bytesOf(shape, dtype), true), shape, dtype };
  }

  buffer(bytes: number, fresh = false, first = this.time): Buffer {
    const buffer = new Buffer(bytes, first, fresh);
    this.made.push(buffer);
    return buffer;
  }

  view(x: Tensor, shape: number[]): Tensor {
    return { ...this.retain(x), shape };
  }

  retain(x: Tensor): Tensor {
    const buffer = owner(x);
    if (buffer) buffer.references++;
    return { ...x };
  }

  scalar(value: number): Tensor {
    const buffer = new Buffer(4, this.time, false, Float32Array.of(value));
    this.numbers.push(buffer);
    return { dataId: buffer, shape: [], dtype: "float32" };
  }

  truth({ dataId }: Tensor): Condition {
    return new Condition(dataId);
  }

  drop(tensor: Tensor): void {
    this.dispose([tensor]);
  }

  dispose(tensors: Tensor[]): void {
    for (const tensor of tensors) {
      const buffer = owner(tensor);
      if (buffer && --buffer.references === 0) buffer.end = this.time;
    }
  }

  call(operation: string, operands: Operand[], options: CallOptions = {}): void {
    const named = operands.map((operand): Recorded => (typeof operand === "number" ? operand : operand.dataId));
    for (const each of named) {
      const buffer = each instanceof Buffer ? each : bufferOf(each);
      if (!buffer) continue;
      if (buffer.fresh) {
        [buffer.fresh, buffer.written, buffer.elementwise] = [false, this.time, options.elementwise ?? false];
      } else {
        buffer.read = Math.max(buffer.read, this.time); // a loop's second and third step are written down by a clock of their own
      }
    }
    this.calls.push({ operation, operands: named, parts: partsOf(options) });
    this.time++;
  }
}

/** What counts the references to a tensor. */
function owner({ dataId }: Tensor): Buffer | undefined {
  return dataId instanceof Part ? dataId.buffer : dataId instanceof Buffer ? dataId : undefined;
}
