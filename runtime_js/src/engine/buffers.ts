/** Tensors of a recording: memory that has no place yet. */

import type { DataId } from "../memory/journal.js";
import type { Span } from "./arena.js";

/** Something that no list of calls can do. The function then runs as it is. */
export class Unplanned extends Error {}

export class Buffer implements DataId, Span {
  readonly id = -1;
  references = 1;
  end = Infinity;
  offset = 0;
  /** When it is written, if once, and when it is read last. */
  written = -1;
  read = -1;
  /** Whether what writes it does so element by element. */
  elementwise = false;
  /** Whether it is one of the two places of a loop's carry. */
  carries = false;
  /** Whether others may lie in it. */
  houses = false;
  /** Where it lies, if not by itself: in another buffer, of which each step of a loop has a piece. */
  home: Part | undefined;

  /**
   * @param fresh Whether the next operation that names it writes it.
   * @param values Of one that the plan keeps, and nothing writes.
   */
  constructor(readonly bytes: number, readonly first: number, public fresh = false, readonly values?: Float32Array) {}
}

/** A piece of a buffer in the first step of a loop. */
export class Part implements DataId {
  readonly id = -1;

  /**
   * @param step How many bytes further on it lies in each next step.
   * @param other What it lies in in every second step.
   */
  constructor(readonly buffer: Buffer, readonly offset: number, readonly step = 0, readonly other?: Buffer) {}
}

/** An operand of a recorded call; those of other types are tensors that stay where they are. */
export type Recorded = Buffer | Part | DataId | number;

/** The buffer that an operand lies in. */
export function bufferOf(operand: Recorded): Buffer | undefined {
  if (operand instanceof Part) return operand.buffer;
  return operand instanceof Buffer ? operand.home?.buffer ?? operand : undefined;
}

/** Stands for whether a bool is true, which `branch` and `repeat` ask. */
export class Condition {
  constructor(readonly flag: DataId) {}
}

/** A number that grows with the steps of a loop. */
export class Stepped {
  constructor(readonly first: number, readonly step: number) {}
}
