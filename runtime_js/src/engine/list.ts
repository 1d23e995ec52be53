/** The words of recorded calls, and which of them are addresses. */

import type { DataId } from "../memory/journal.js";
import { Buffer, Part, Stepped, type Recorded } from "./buffers.js";
import type { RecordedCall } from "./recording.js";
import { HEADER } from "./words.js";

/** What gives words their numbers. */
export interface Places {
  /** Of an operation. */
  place(operation: string): number;
  /** Of a tensor that stays where it is. */
  addressOf(dataId: DataId): number;
  /** Where what threads share lies. */
  readonly pool: number;
  /** Of numbers that the plan keeps. */
  keep(buffer: Buffer): number;
  /** The slot of a buffer whose address differs from call to call. */
  slotOf(dataId: DataId): number | undefined;
}

/** A word that holds an address in a slot: the word's place, and the distance from the slot's address. */
type SlotWord = [at: number, slot: number, offset: number];

export class List {
  readonly words: number[] = [];
  /** Words that hold an address counted from the beginning of the arena. */
  readonly inArena: number[] = [];
  readonly inSlots: SlotWord[] = [];
  /** Where the record of each call begins; one of a loop's body has the loop's. */
  readonly records: number[] = [];
  /** Words that change between two steps of the loop that this is the body of: [word, what is added, whether it turns]. */
  readonly #steps: [at: number, step: number, turns: number][] = [];

  constructor(private readonly places: Places, calls: RecordedCall[]) {
    for (const call of calls) {
      const record = this.words.length, lists = (call.body ? [call.body] : call.arms ?? []).map((calls) => new List(places, calls));
      const [first, second] = lists;
      if (first && second) this.#branch(call, first, second);
      else if (first) this.#loop(call.count!, first);
      else this.#call(call);
      for (let left = Number(!call.body) + lists.flatMap((list) => list.records).length; left > 0; left--) this.records.push(record);
    }
  }

  #call({ operation, operands, parts }: RecordedCall): void {
    const { words, places } = this;
    words.push(places.place(operation), HEADER + operands.length, parts);
    for (const operand of operands) this.#operand(operand);
  }

  /** As `loop` in run.c takes it. */
  #loop(count: number, body: List): void {
    const { words, places } = this;
    const steps = body.#steps.flat();
    words.push(places.place("loop"), HEADER + 3 + steps.length + body.words.length, 1, places.pool, count, body.#steps.length, ...steps);
    this.#append(body);
  }

  /** As `branch` and `repeat` in run.c take it. */
  #branch({ operation, operands: [flag] }: RecordedCall, first: List, second: List): void {
    const { words, places } = this;
    words.push(places.place(operation), HEADER + 3 + first.words.length + second.words.length, 1, places.pool);
    this.#operand(flag!);
    words.push(first.words.length);
    this.#append(first);
    this.#append(second);
  }

  #append(list: List): void {
    const { words } = this, first = words.length;
    for (const word of list.words) words.push(word);
    for (const at of list.inArena) this.inArena.push(first + at);
    for (const [at, slot, offset] of list.inSlots) this.inSlots.push([first + at, slot, offset]);
  }

  #operand(given: Recorded | Stepped): void {
    const { words, places } = this, operand = given instanceof Buffer ? given.home ?? given : given;
    if (typeof operand === "number") {
      words.push(operand);
    } else if (operand instanceof Stepped) {
      this.#steps.push([words.length, operand.step, 0]);
      words.push(operand.first);
    } else if (operand instanceof Part) {
      const { buffer, offset, step, other } = operand;
      if (other) this.#steps.push([words.length, other.offset - buffer.offset, 1]);
      else if (step) this.#steps.push([words.length, step, 0]);
      this.#address(buffer, offset);
    } else if (!(operand instanceof Buffer)) {
      words.push(places.addressOf(operand));
    } else if (operand.values) {
      words.push(places.keep(operand));
    } else {
      this.#address(operand, 0);
    }
  }

  #address(buffer: Buffer, offset: number): void {
    const { words, places } = this;
    const slot = places.slotOf(buffer);
    if (slot === undefined) this.inArena.push(words.length);
    else this.inSlots.push([words.length, slot, offset]);
    words.push(slot === undefined ? buffer.offset + offset : 0);
  }
}
