/**
 * Holds the plan of a function against the function as it is: the same bits, on what is called with it first and again, and with
 * variables that others hold and that nobody else holds.
 */

import type { Backend, Tensor } from "../backends/backend.js";
import type { Planned, TensorFunction } from "../engine/plans.js";
import type { PlanReply } from "./messages.js";

type Values = Float32Array | Int32Array | Uint8Array;

/** Calls of one function by plan. */
export class PlanCheck {
  readonly #planned = new Map<string, Planned>();

  constructor(private readonly backend: Backend, private readonly name: string, readonly fn: TensorFunction) {}

  /**
   * Throws where a plan gives something else than `expected`, the results and the updates.
   *
   * @param names Of the captured variables and of the updates, where these are known.
   */
  async check(inputs: Tensor[], captures: Tensor[], expected: Tensor[], names: [string[], string[]]): Promise<PlanReply | null> {
    const { backend } = this;
    const wanted = await Promise.all(expected.map((tensor) => backend.read(tensor)));
    let reply: PlanReply | null = null;
    for (const alone of [false, true, true]) {
      const copies = await Promise.all(captures.map(async ({ shape, dtype, ...tensor }) =>
        backend.upload({ shape, dtype, data: await backend.read({ shape, dtype, ...tensor }) })));
      const held = alone ? [] : copies.map((copy) => backend.retain(copy));
      const planned = this.#of(names);
      const returned = backend.invoke(() => planned(inputs, copies)).flat();
      const { plan } = planned;
      const values = await Promise.all(returned.map((tensor) => backend.read(tensor)));
      const before = await Promise.all(held.map((tensor) => backend.read(tensor)));
      const given = await Promise.all(held.length ? captures.map((tensor) => backend.read(tensor)) : []);
      backend.dispose(...returned, ...copies, ...held);
      if (!plan) return null;
      reply = { bytes: plan.bytes, peak: plan.peak };
      this.#compare("a result", values, wanted);
      this.#compare("a variable that others hold", before, given);
    }
    return reply;
  }

  #of([captures, updates]: [string[], string[]]): Planned {
    const key = JSON.stringify([captures, updates]);
    let planned = this.#planned.get(key);
    if (!planned) this.#planned.set(key, planned = this.backend.planned!(this.fn, { captures, updates }));
    return planned;
  }

  #compare(what: string, found: Values[], wanted: Values[]): void {
    for (const [i, values] of found.entries()) {
      const [is, was] = [values, wanted[i]!].map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
      if (is!.length !== was!.length || is!.some((byte, at) => byte !== was![at])) {
        throw new Error(`${this.name}: expected its plan to give what it gives step by step, received another value of ${what} (${i})`);
      }
    }
  }
}
