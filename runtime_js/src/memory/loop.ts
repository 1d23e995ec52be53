/**
 * Loops of tensor functions. Their bodies free their own locals, and put what they make for later on stacks.
 *
 * A loop that throws leaves its tensors to `Backend.invoke`, which takes back what the whole call did.
 */

import type { Backend, Tensor } from "../backends/backend.js";
import type { Condition } from "../engine/buffers.js";

type References = Pick<Backend, "retain" | "dispose">;

/** A step: the carries, which it borrows, in; the next ones, which it gives away, out. */
type Step = (i: number, carries: Tensor[]) => Tensor[] | void;
/** Work that is left where it yields, to be gone on with later: by `inPieces`, or by a profiler. */
export type Pieces<T> = Generator<Tensor | Promise<Tensor>, T, Tensor | boolean>;
type StepInPieces = (i: number, carries: Tensor[]) => Pieces<Tensor[] | void>;

/** Whether a state holds; what stands for that, while a function is written down. */
type Holds = (state: Tensor[]) => boolean | Condition;

/** Writes loops down, for a function that is planned. */
export interface LoopRecorder {
  /** Nothing, where the steps are to be taken one by one. */
  loop(steps: number, init: Tensor[], body: Step): Tensor[] | undefined;
  put(stack: Stack, i: number, item: Tensor): boolean;
  take(stack: Stack, i: number): Tensor | undefined;
  items(stack: Stack): Tensor[] | undefined;
  branch(holds: Condition, then: () => Tensor[], otherwise: () => Tensor[]): Tensor[];
  repeat(init: Tensor[], holds: (state: Tensor[]) => Condition, body: (state: Tensor[]) => Tensor[]): Tensor[];
}

let recorder: LoopRecorder | undefined;

/** Does `fn`, while loops are written down by `by`. */
export function recordLoops<T>(by: LoopRecorder, fn: () => T): T {
  const before = recorder;
  recorder = by;
  try {
    return fn();
  } finally {
    recorder = before;
  }
}

/** `body` for 0, 1, … `steps - 1`. Borrows the first carries, gives the last ones away. */
export function loop(backend: References, steps: number, init: Tensor[], body: Step): Tensor[] {
  const recorded = recorder?.loop(steps, init, body);
  if (recorded) return recorded;
  let carries = init.map((tensor) => backend.retain(tensor));
  for (let i = 0; i < steps; i++) carries = replaced(backend, carries, body(i, carries));
  return carries;
}

/** The same from `steps - 1` down to 0. */
export function loopBack(backend: References, steps: number, init: Tensor[], body: Step): Tensor[] {
  return loop(backend, steps, init, (i, carries) => body(steps - 1 - i, carries));
}

/** `loop` of a body that yields. */
export function* loopInPieces(backend: References, steps: number, init: Tensor[], body: StepInPieces): Pieces<Tensor[]> {
  let carries = init.map((tensor) => backend.retain(tensor));
  for (let i = 0; i < steps; i++) carries = replaced(backend, carries, yield* body(i, carries));
  return carries;
}

export function loopBackInPieces(backend: References, steps: number, init: Tensor[], body: StepInPieces): Pieces<Tensor[]> {
  return loopInPieces(backend, steps, init, (i, carries) => body(steps - 1 - i, carries));
}

/** What `then` or `otherwise` gives; the generator of one that yields. */
export function branch<T>(holds: boolean | Condition, then: () => T, otherwise: () => T): T {
  if (typeof holds === "object") return recorder!.branch(holds, then as () => Tensor[], otherwise as () => Tensor[]) as T;
  return holds ? then() : otherwise();
}

/** `body` of what it gives, as long as the condition holds of that. Borrows the first state, gives the last one away. */
export function repeat(backend: References, init: Tensor[], holds: Holds, body: (state: Tensor[]) => Tensor[]): Tensor[] {
  if (recorder) return recorder.repeat(init, holds as (state: Tensor[]) => Condition, body);
  let state = init.map((tensor) => backend.retain(tensor));
  while (holds(state)) state = replaced(backend, state, body(state));
  return state;
}

/** `repeat` of functions that yield; `most`: how many steps the compiler has reckoned with for whole numbers. */
export function* repeatInPieces(
  backend: References,
  init: Tensor[],
  holds: (state: Tensor[]) => Pieces<boolean>,
  body: (state: Tensor[]) => Pieces<Tensor[]>,
  most = Infinity,
): Pieces<Tensor[]> {
  let state = init.map((tensor) => backend.retain(tensor));
  for (let step = 0; yield* holds(state); step++) {
    if (step === most) {
      throw new RangeError(
        `expected a loop to end within ${most} steps, in which its whole numbers stay within what this backend computes ` +
          "exactly; load the program with another backend",
      );
    }
    state = replaced(backend, state, yield* body(state));
  }
  return state;
}

function replaced(backend: References, before: Tensor[], after: Tensor[] | void): Tensor[] {
  backend.dispose(...before);
  return after ?? [];
}

/** What the steps of a loop made, an item a step. */
export class Stack {
  readonly #items: Tensor[] = [];

  /** In the order of the steps' numbers, also where the loop ran backwards. */
  get items(): Tensor[] {
    return recorder?.items(this) ?? this.#items;
  }

  /** Takes over the item of step `i`. */
  put(i: number, item: Tensor): void {
    if (!recorder?.put(this, i, item)) this.#items[i] = item;
  }

  /** Gives the item of step `i` away. */
  take(i: number): Tensor {
    const recorded = recorder?.take(this, i);
    if (recorded) return recorded;
    const item = this.#items[i]!;
    delete this.#items[i];
    return item;
  }
}
