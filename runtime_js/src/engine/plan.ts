/**
 * A tensor function for given sizes as a list of prepared calls over one arena.
 *
 * What differs from call to call are addresses: of inputs, of variables, of results. Each is a slot, with the words that name
 * it. An update of a variable is written over the variable where nobody else holds it, and where nothing reads it afterwards.
 */

import type { DType, Tensor } from "../backends/backend.js";
import type { DataId } from "../memory/journal.js";
import { mostAtOnce, place } from "./arena.js";
import type { Engine } from "./engine.js";
import { bytesOf } from "./kernel.js";
import { Buffer } from "./buffers.js";
import { List } from "./list.js";
import type { RecordedCall, Recording } from "./recording.js";

interface Slot {
  readonly words: [at: number, offset: number][]; // that hold its address, counted from the list's beginning
  address: number; // that they hold now
}

/** A variable that an update may be written over: its place among the captures, and when that is written. */
interface Home {
  readonly index: number;
  readonly written: number;
}

/** A result of the function: memory of its own, or a reference to other memory. */
type Result =
  | { kind: "made"; shape: number[]; dtype: DType; slot: number; home?: Home }
  | { kind: "given"; shape: number[]; index: number } // one of the inputs and captured variables
  | { kind: "result"; shape: number[]; index: number } // one of the results before it
  | { kind: "constant"; shape: number[]; tensor: Tensor };

/** What a function was recorded with, and what it gave. */
export interface Recorded {
  readonly recording: Recording;
  readonly inputs: Tensor[];
  readonly captures: Tensor[];
  readonly results: Tensor[];
  readonly updates: Tensor[];
  /** Of each update: the place of its variable among the captures, or -1. */
  readonly homes: number[];
}

export class Plan {
  /** How many operations a run takes, if what repeats runs once. */
  readonly calls: number;
  /** Of the arena. */
  readonly bytes: number;
  /** The most that live at once of what the function makes, its results too. */
  readonly peak: number;
  readonly #words: Int32Array; // addresses in the arena count from its beginning
  readonly #inArena: number[] = []; // the words that hold one
  readonly #slots: Slot[] = [];
  readonly #results: Result[];
  readonly #records: number[]; // where the record of each operation begins
  readonly #updates: number; // the place of the first of them among the results
  readonly #values: number[] = []; // addresses of numbers of its own
  #arena = -1; // where the arena was when the list was written
  #list = 0;

  constructor(private readonly engine: Engine, recorded: Recorded) {
    const { recording, results } = recorded;
    this.#updates = results.length;
    const slots = new Map<DataId, number>();
    this.#results = this.#resultsOf(recorded, slots);
    this.bytes = place(recording.made.filter((buffer) => !slots.has(buffer) && !buffer.home));
    this.peak = mostAtOnce([...recording.made.filter((buffer) => !buffer.home), ...recording.numbers]);
    const list = this.#listOf(recording, slots);
    this.#words = Int32Array.from(list.words);
    this.#records = list.records;
    this.calls = callsIn(recording.calls);
  }

  /** What the function gives; `slots`: gets what each slot is in the recording. */
  #resultsOf({ recording, inputs, captures, results, updates, homes }: Recorded, slots: Map<DataId, number>): Result[] {
    const given = [...inputs, ...captures].map(({ dataId }) => dataId);
    given.forEach((dataId) => slots.set(dataId, this.#slot()));
    const before: DataId[] = [], returned = new Set([...results, ...updates].map(({ dataId }) => dataId));
    return [...results, ...updates].map((result, i): Result => {
      const { shape, dtype } = result;
      const known = [given.indexOf(result.dataId), before.indexOf(result.dataId)] as const;
      before.push(result.dataId);
      if (known[0] >= 0) return { kind: "given", shape, index: known[0] };
      if (known[1] >= 0) return { kind: "result", shape, index: known[1] };
      if (!(result.dataId instanceof Buffer)) return { kind: "constant", shape, tensor: result };
      const { values, carries } = result.dataId;
      const dataId = values || carries ? copied(recording, result) : result.dataId;
      const slot = this.#slot(), index = homes[i - results.length] ?? -1, variable = captures[index]?.dataId;
      slots.set(dataId, slot);
      const made = { kind: "made", shape, dtype, slot } as const;
      if (!variable || returned.has(variable) || !fits(variable as Buffer, dataId)) return made;
      return { ...made, home: { index, written: dataId.written } };
    });
  }

  #slot(): number {
    return this.#slots.push({ words: [], address: 0 }) - 1;
  }

  #listOf({ calls }: Recording, slots: Map<DataId, number>): List {
    const kept = new Map<Buffer, number>();
    const list = new List({
      place: (operation) => this.engine.place(operation),
      pool: this.engine.pool,
      addressOf: (dataId) => this.engine.addressOf({ dataId }),
      keep: (buffer) => {
        if (!kept.has(buffer)) kept.set(buffer, this.#keep(buffer.values!));
        return kept.get(buffer)!;
      },
      slotOf: (dataId) => slots.get(dataId),
    }, calls);
    for (const [at, slot, offset] of list.inSlots) this.#slots[slot]!.words.push([at, offset]);
    this.#inArena.push(...list.inArena);
    return list;
  }

  #keep(values: Float32Array): number {
    const { heap } = this.engine;
    const address = heap.allocate(values.byteLength);
    new Float32Array(heap.memory.buffer, address, values.length).set(values);
    this.#values.push(address);
    return address;
  }

  run(inputs: Tensor[], captures: Tensor[]): [results: Tensor[], updates: Tensor[]] {
    const { engine } = this;
    engine.arena.reach(this.bytes);
    const given = [...inputs, ...captures];
    const addresses = given.map((tensor) => engine.addressOf(tensor));
    let safe = this.#words.length; // so many words, before a variable is written over
    const results: Tensor[] = [];
    try {
      for (const result of this.#results) {
        const { kind, shape } = result;
        if (kind !== "made") {
          const of = kind === "given" ? given[result.index]! : kind === "result" ? results[result.index]! : result.tensor;
          results.push(engine.retain(of, shape));
          continue;
        }
        const { home, slot, dtype } = result, variable = home && captures[home.index]!;
        const over = variable && engine.isAlone(variable) && !inputs.some(({ dataId }) => dataId === variable.dataId);
        const tensor = over ? engine.retain(variable, shape) : engine.make(shape, dtype);
        if (over) safe = Math.min(safe, this.#records[home.written]!);
        addresses[slot] = engine.addressOf(tensor);
        results.push(tensor);
      }
      this.#write(addresses);
    } catch (error) {
      results.forEach((tensor) => engine.drop(tensor));
      throw error;
    }
    const list = this.#list;
    try {
      engine.run(list, list + 4 * safe, list + 4 * this.#words.length, this.calls);
    } catch (error) {
      this.#arena = -1; // it may have stopped within a loop, whose words have moved on
      throw error;
    }
    return [results.slice(0, this.#updates), results.slice(this.#updates)];
  }

  /** Puts what changed since the last call into the list; all of it, where the arena or the list has moved. */
  #write(addresses: number[]): void {
    const { engine } = this;
    if (this.#list === 0) {
      this.#list = engine.heap.allocate(4 * this.#words.length);
      this.#arena = -1;
    }
    const words = engine.words(), first = this.#list >>> 2, { address } = engine.arena;
    if (this.#arena !== address) {
      words.set(this.#words, first);
      for (const at of this.#inArena) words[first + at]! += address;
      for (const slot of this.#slots) slot.address = 0;
      this.#arena = address;
    }
    this.#slots.forEach((slot, i) => {
      if (slot.address === addresses[i]) return;
      slot.address = addresses[i]!;
      for (const [at, offset] of slot.words) words[first + at] = slot.address + offset;
    });
  }

  /** Gives its memory back. */
  free(): void {
    const { heap } = this.engine;
    if (this.#list) heap.free(this.#list);
    this.#values.forEach((address) => heap.free(address));
  }
}

/** A number that the function returns, as a tensor that its caller may keep. */
function copied(recording: Recording, number: Tensor): Buffer {
  const copy = recording.make(number.shape, number.dtype);
  recording.call("copy", [number, copy, bytesOf(number.shape, number.dtype)]);
  return copy.dataId as Buffer;
}

/** Whether an update may be written over its variable: nothing reads that any more, or what writes reads it element by element. */
function fits(variable: Buffer, update: Buffer): boolean {
  if (variable.bytes !== update.bytes || update.written < 0) return false;
  return variable.read < update.written || (variable.read === update.written && update.elementwise);
}

function callsIn(calls: RecordedCall[]): number {
  return calls.reduce((total, { count, body, arms }) =>
    total + (body ? count! * callsIn(body) : arms ? Math.max(...arms.map(callsIn)) : 1), 0);
}
