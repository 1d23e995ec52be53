/**
 * Measures each kernel call of a function by itself: its time until the device is done, and what it allocates.
 *
 * Functions that are profiled are emitted as generators, which yield what each kernel gives, and the kernels take a number
 * that says which call it is: in a loop it runs several times, in a branch perhaps never.
 */
import type { Backend, Inputs, Tensor } from "../backends/backend.js";
import type { Pieces } from "../memory/loop.js";
import type { CallCosts } from "./messages.js";
import type { Meter } from "./meter.js";

export class Profiler {
  /** For functions to be bound to: its kernels are measured and give promises. */
  readonly backend: Backend;
  readonly #meter: Meter;
  readonly #drain: () => Promise<unknown> | void;
  #costs: Record<number, CallCosts> = {};
  #peakBytes = 0;
  #peakCall = -1;

  constructor(backend: Backend, meter: Meter, drain: () => Promise<unknown> | void) {
    this.#meter = meter;
    this.#drain = drain;
    const bind: Backend["bind"] = (config) => {
      const kernel = backend.bind(config);
      const measured = (inputs: Inputs, attrs: object, call: number) => this.#measure(call, () => kernel(inputs, attrs));
      return measured as unknown as typeof kernel; // for functions that yield what it gives
    };
    this.backend = Object.create(backend, { bind: { value: bind } }) as Backend;
  }

  /** Before a call of a function, once nothing else is under way. */
  async begin(): Promise<void> {
    await this.#drain();
    this.#costs = {};
    this.#peakCall = -1;
    this.#meter.resetPeak();
    this.#peakBytes = this.#meter.peak;
  }

  /** Runs a function that is bound to `backend`. */
  async run<T>(pieces: Pieces<T>): Promise<T> {
    let piece = pieces.next();
    while (!piece.done) {
      const { value } = piece;
      const given = value instanceof Promise ? await value : (await this.backend.read(value))[0] !== 0;
      piece = pieces.next(given);
    }
    return piece.value;
  }

  /**
   * Of the call since `begin`, by the number of the kernel call; `peakCall` is the one during which most was alive, -1
   * where none allocated.
   */
  get measured(): { kernels: Record<number, CallCosts>; peakBytes: number; peakCall: number } {
    return { kernels: this.#costs, peakBytes: this.#peakBytes, peakCall: this.#peakCall };
  }

  async #measure(call: number, kernel: () => Tensor): Promise<Tensor> {
    const allocated = this.#meter.allocated;
    const begun = performance.now();
    const result = kernel();
    const waiting = this.#drain();
    if (waiting) await waiting;
    const costs = this.#costs[call] ??= { runs: 0, milliseconds: 0, bytes: 0 };
    costs.runs++;
    costs.milliseconds += performance.now() - begun;
    costs.bytes += this.#meter.allocated - allocated;
    if (this.#meter.peak > this.#peakBytes) {
      this.#peakBytes = this.#meter.peak;
      this.#peakCall = call;
    }
    return result;
  }
}
