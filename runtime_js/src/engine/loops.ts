/**
 * Loops of a recording. A body is written down for the first three steps; what differs between them must grow evenly, so that
 * the list has the body once, and adds to its words between two steps.
 *
 * A carry has two places, which take turns: a step reads one and writes the other. What the steps put on a stack lies side by
 * side in one buffer.
 */

import type { Tensor } from "../backends/backend.js";
import type { DataId } from "../memory/journal.js";
import { recordLoops, type LoopRecorder, type Stack } from "../memory/loop.js";
import { Buffer, Condition, Part, Stepped, Unplanned, bufferOf, type Recorded } from "./buffers.js";
import { bytesOf } from "./kernel.js";
import type { Recording, RecordedCall } from "./recording.js";

type Step = (i: number, carries: Tensor[]) => Tensor[] | void;

/** Fewer steps are written down one by one. */
const MOST_UNROLLED = 3;

/** A stack of a recorded loop: one buffer. */
interface Pile {
  readonly buffer: Buffer;
  readonly item: Tensor; // of the first step
  readonly bytes: number; // of an item
  readonly count: number;
}

/** A carry: what the step reads, and where it writes the next one. */
interface Carry {
  readonly now: Buffer;
  readonly next: Buffer;
}

/** Runs something with a recording of its own, which is forgotten. */
type Shadow = <T>(fn: (recording: Recording) => T) => T;
/** Does what is to be written down into `recording`, its loops too. */
export type LoopSupport = <T>(recording: Recording, shadow: Shadow, record: () => T) => T;

/** Given to the backend of functions that have loops or branches: others are not linked with it. */
export const loops: LoopSupport = (recording, shadow, record) => recordLoops(new Loops(recording, shadow), record);

class Loops implements LoopRecorder {
  readonly #piles = new Map<Stack, Pile>();
  #count = 0; // of the loop at work
  #begin = 0; // when it began
  #mark = 0; // how many buffers were made before its body
  readonly #taken = new Set<Pile>();

  /** @param shadow Runs something with a recording of its own, which is forgotten. */
  constructor(private recording: Recording, private readonly shadow: Shadow) {}

  loop(steps: number, init: Tensor[], body: Step): Tensor[] | undefined {
    if (steps <= MOST_UNROLLED) return undefined;
    if (this.#count) throw new Unplanned("a loop within a loop");
    const { recording } = this;
    const carries = init.map((tensor): Carry => {
      const bytes = bytesOf(tensor.shape, tensor.dtype);
      const [now, next] = [recording.buffer(bytes), recording.buffer(bytes)];
      now.carries = next.carries = now.houses = next.houses = true;
      recording.call("copy", [tensor, { ...tensor, dataId: now }, bytes]);
      return { now, next };
    });
    this.#count = steps;
    this.#begin = recording.time;
    const { calls } = recording;
    const first = this.#record(0, init, carries, body);
    recording.calls = calls;
    const others = [1, 2].map((i) => this.shadow((shadow) => {
      this.recording = shadow;
      try {
        return this.#record(i, init, carries, body);
      } finally {
        this.recording = recording;
      }
    })) as [Body, Body];
    this.#count = 0;
    calls.push({ operation: "loop", operands: [], parts: 1, count: steps, body: first.calls.map((call, at) => stepped([first, ...others], at, call)) });
    const { time } = recording;
    for (const { buffer } of this.#taken) release(buffer, time);
    this.#taken.clear();
    return init.map((tensor, k): Tensor => {
      const { now, next } = carries[k]!;
      const [kept, gone] = steps % 2 ? [next, now] : [now, next];
      release(gone, time);
      return { ...tensor, dataId: kept };
    });
  }

  /** Takes over an item of step `i`. */
  put(stack: Stack, i: number, item: Tensor): boolean {
    if (!this.#count) return false;
    const { recording } = this;
    const bytes = bytesOf(item.shape, item.dtype);
    let pile = this.#piles.get(stack);
    if (!pile) {
      pile = { buffer: recording.buffer(bytes * this.#count, false, this.#begin), item, bytes, count: this.#count };
      pile.buffer.houses = true;
      this.#piles.set(stack, pile);
    }
    const part = new Part(pile.buffer, i * bytes);
    if (!this.#settle(item, part)) recording.call("copy", [item, { ...item, dataId: part }, bytes]);
    recording.dispose([item]);
    return true;
  }

  take(stack: Stack, i: number): Tensor | undefined {
    const pile = this.#piles.get(stack);
    if (!pile) {
      if (this.#count) throw new Unplanned("a stack of a loop that was unrolled");
      return undefined;
    }
    if (!this.#count) throw new Unplanned("an item of a loop outside of loops");
    this.#taken.add(pile);
    pile.buffer.references++;
    return { ...pile.item, dataId: new Part(pile.buffer, i * pile.bytes) };
  }

  /** All items as one tensor, to be joined along its first axis. */
  items(stack: Stack): Tensor[] | undefined {
    const pile = this.#piles.get(stack);
    if (!pile) return undefined;
    const { shape: [first, ...others] } = pile.item;
    return [{ ...pile.item, dataId: pile.buffer, shape: [first! * pile.count, ...others] }];
  }

  /** Lets what the body made lie where it has to be in the end, if nothing else is asked of it. */
  #settle({ dataId, shape, dtype }: Tensor, home: Part): boolean {
    if (!(dataId instanceof Buffer) || dataId.home || dataId.houses || dataId.values || dataId.bytes !== bytesOf(shape, dtype)) return false;
    if (this.recording.made.indexOf(dataId) < this.#mark) return false;
    dataId.home = home;
    return true;
  }

  branch(holds: Condition, then: () => Tensor[], otherwise: () => Tensor[]): Tensor[] {
    const { recording } = this, flag = this.#flag(holds, recording.time);
    const { calls, time } = recording;
    recording.time++;
    let results: Tensor[] | undefined;
    const arms = [then, otherwise].map((arm): RecordedCall[] => {
      recording.calls = [];
      const mark = recording.made.length, given = arm();
      this.#mark = mark;
      results ??= given.map((tensor) => ({ ...tensor, dataId: this.#room(tensor, time) }));
      given.forEach((tensor, k) => this.#move(tensor, results![k]!.dataId as Buffer));
      recording.dispose(given);
      return recording.calls;
    }) as [RecordedCall[], RecordedCall[]];
    recording.calls = calls;
    calls.push({ operation: "branch", operands: [flag], parts: 1, arms });
    return results!;
  }

  /** The state has a place, where the condition and the body find it; the body's results come there when it has ended. */
  repeat(init: Tensor[], holds: (state: Tensor[]) => Condition, body: (state: Tensor[]) => Tensor[]): Tensor[] {
    const { recording } = this;
    const places = init.map((tensor) => this.#room(tensor, recording.time));
    init.forEach(({ ...tensor }, k) => recording.call("copy", [tensor, { ...tensor, dataId: places[k]! }, places[k]!.bytes]));
    const state = init.map((tensor, k): Tensor => ({ ...tensor, dataId: new Part(places[k]!, 0) }));
    const { calls } = recording;
    recording.time++;
    recording.calls = [];
    const flag = this.#flag(holds(state), recording.time);
    const condition = recording.calls;
    recording.calls = [];
    const given = body(state).map((tensor, k) => this.#apart(tensor, places, k));
    given.forEach((tensor, k) => {
      const place = places[k]!;
      if (bufferOf(tensor.dataId) !== place) recording.call("copy", [tensor, { ...tensor, dataId: place }, place.bytes]);
    });
    recording.dispose(given);
    const arms: [RecordedCall[], RecordedCall[]] = [condition, recording.calls];
    recording.calls = calls;
    calls.push({ operation: "repeat", operands: [flag], parts: 1, arms });
    return init.map((tensor, k) => ({ ...tensor, dataId: places[k]! }));
  }

  /** A copy of what lies in the place of another state, which is written before this is read. */
  #apart(tensor: Tensor, places: Buffer[], k: number): Tensor {
    const { recording } = this, buffer = bufferOf(tensor.dataId);
    if (!buffer || buffer === places[k] || !places.includes(buffer)) return tensor;
    const copy = recording.make(tensor.shape, tensor.dtype);
    recording.call("copy", [tensor, copy, buffer.bytes]);
    recording.dispose([tensor]);
    return copy;
  }

  /** What a record looks at when it begins, at `time`: it is in use until then. */
  #flag({ flag }: Condition, time: number): DataId {
    if (this.#count) throw new Unplanned("a branch within a loop");
    const buffer = bufferOf(flag);
    if (buffer) {
      buffer.read = Math.max(buffer.read, time);
      buffer.end = Math.max(buffer.end, time + 1);
    }
    return flag;
  }

  #room({ shape, dtype }: Tensor, first: number): Buffer {
    const buffer = this.recording.buffer(bytesOf(shape, dtype), false, first);
    buffer.houses = true;
    return buffer;
  }

  #move(tensor: Tensor, room: Buffer): void {
    const home = new Part(room, 0);
    if (!this.#settle(tensor, home)) this.recording.call("copy", [tensor, { ...tensor, dataId: home }, room.bytes]);
  }

  #record(i: number, init: Tensor[], carries: Carry[], body: Step): Body {
    const { recording } = this;
    recording.calls = [];
    this.#mark = recording.made.length;
    const [here, there] = i % 2 ? (["next", "now"] as const) : (["now", "next"] as const);
    const given = init.map((tensor, k): Tensor => {
      const buffer = carries[k]![here];
      buffer.references++;
      return { ...tensor, dataId: new Part(buffer, 0) };
    });
    const results = body(i, given) ?? [];
    results.forEach((result, k) => {
      this.#move(result, carries[k]![there]);
    });
    recording.dispose([...results, ...given]);
    const piles = new Set(Array.from(this.#piles.values(), ({ buffer }) => buffer));
    return { calls: recording.calls, made: recording.made.slice(this.#mark).filter((buffer) => !piles.has(buffer)), carries };
  }
}

interface Body {
  readonly calls: RecordedCall[];
  readonly made: Buffer[];
  readonly carries: Carry[];
}

function release(buffer: Buffer, time: number): void {
  if (--buffer.references === 0) buffer.end = time;
}

/** A call of the first step, with what changes from step to step. */
function stepped(bodies: Body[], at: number, call: RecordedCall): RecordedCall {
  const same = bodies.every(({ calls }) => calls.length === bodies[0]!.calls.length && isLike(calls[at]!, call));
  if (!same) throw new Unplanned("a loop whose steps differ");
  const operands = call.operands.map((_, k) => together(bodies.map(({ calls }) => calls[at]!.operands[k] as Recorded), bodies));
  return { ...call, operands };
}

function isLike(a: RecordedCall, b: RecordedCall): boolean {
  return a.operation === b.operation && a.parts === b.parts && a.operands.length === b.operands.length;
}

/** An operand of the first three steps as one that changes evenly. */
function together(operands: Recorded[], bodies: Body[]): Recorded | Stepped {
  const [first, second, third] = operands as [Recorded, Recorded, Recorded];
  if (typeof first === "number") {
    const step = (second as number) - first;
    if (third as number - (second as number) !== step) throw new Unplanned("a number that does not grow evenly with the steps");
    return step ? new Stepped(first, step) : first;
  }
  const [a, b, c] = operands.map(partOf);
  if (!a || !b || !c) {
    const local = operands.map((each, i) => bodies[i]!.made.indexOf(each as Buffer));
    const equal = local[0]! >= 0 ? local.every((index) => index === local[0]) : first === second && second === third;
    if (!equal) throw new Unplanned("a loop whose steps use different tensors");
    return first;
  }
  const carry = bodies[0]!.carries.find(({ now, next }) => now === a.buffer || next === a.buffer);
  const other = carry && (a.buffer === carry.now ? carry.next : carry.now);
  const step = b.offset - a.offset;
  if (b.buffer !== (other ?? a.buffer) || c.buffer !== a.buffer || c.offset - b.offset !== step) {
    throw new Unplanned("an item that does not move evenly with the steps");
  }
  return new Part(a.buffer, a.offset, step, other);
}

function partOf(operand: Recorded): Part | undefined {
  return operand instanceof Part ? operand : operand instanceof Buffer ? operand.home : undefined;
}
