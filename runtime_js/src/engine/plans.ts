/** Plans of tensor functions, by the sizes that these were called with. */

import type { Tensor } from "../backends/backend.js";
import type { Seeds } from "../memory/instance.js";
import type { Engine } from "./engine.js";
import { NoRoom } from "../backends/room.js";
import { Plan } from "./plan.js";
import { Unplanned } from "./buffers.js";

type Returned = [results: Tensor[], updates: Tensor[]];
export type TensorFunction = (inputs: Tensor[], captures: Tensor[], seeds?: Seeds) => Returned;

/** A function that is called by plan where it can be. */
export interface Planned extends TensorFunction {
  /** Of the last call; none where it ran as it is. */
  plan?: Pick<Plan, "bytes" | "peak"> | undefined;
}

/** A tensor function's variables by name. */
export interface Variables {
  readonly captures: string[];
  readonly updates: string[];
}

/** How many plans of one function are kept: a batch, the last one of an epoch, one for validation, and its last. */
const KEPT = 4;

/** `fn` by plan, wherever all of it can be. */
export function planned(engine: Engine, fn: TensorFunction, { captures: names, updates }: Variables): Planned {
  const homes = updates.map((name) => names.indexOf(name));
  const plans = new Map<string, Plan>(); // the least recently used first
  const impossible = new Set<string>(); // for these sizes
  const call: Planned = (inputs, captures, seeds) => {
    call.plan = undefined;
    const key = keyOf(inputs, seeds);
    if (impossible.has(key) || engine.recording) return fn(inputs, captures, seeds);
    try {
      const plan = plans.get(key) ?? planOf(inputs, captures, seeds);
      plans.delete(key);
      plans.set(key, plan);
      call.plan = plan;
      if (plans.size > KEPT) {
        const [oldest, gone] = plans.entries().next().value!;
        gone.free();
        plans.delete(oldest);
      }
      return plan.run(inputs, captures);
    } catch (error) {
      call.plan = undefined;
      if (error instanceof Unplanned) impossible.add(key);
      else if (!(error instanceof NoRoom)) throw error;
      return fn(inputs, captures, seeds); // which says what there is no room for, if it finds none
    }
  };
  return call;

  function planOf(inputs: Tensor[], captures: Tensor[], seeds?: Seeds): Plan {
    return engine.record((recording) => {
      const [ins, variables] = [inputs, captures].map((tensors) => tensors.map((tensor) => recording.given(tensor))) as [Tensor[], Tensor[]];
      const [results, updated] = fn(ins, variables, seeds);
      return new Plan(engine, { recording, inputs: ins, captures: variables, results, updates: updated, homes });
    });
  }
}

function keyOf(inputs: Tensor[], seeds: Seeds | undefined): string {
  let key = "";
  for (const { shape, dtype } of inputs) key += `${dtype}${shape.join()};`;
  return seeds ? key + JSON.stringify(seeds) : key;
}
