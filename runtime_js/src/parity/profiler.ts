/**
 * Measures each kernel call of a function by itself: its time until the device is done, and what it allocates.
 *
 * Functions that are profiled are emitted with an `await` before each kernel, in the order of the compiler's equations:
 * the number of a call says which equation it belongs to.
 */
import type { Backend, Tensor } from "../backends/backend.js";
import type { Meter } from "./meter.js";

export class Profiler {
  /** For functions to be bound to: its kernels are measured and give promises. */
  readonly backend: Backend;
  readonly #meter: Meter;
  readonly #drain: () => Promise<unknown> | void;
  #milliseconds: number[] = [];
  #bytes: number[] = [];
  #peakBytes = 0;
  #peakCall = -1;

  constructor(backend: Backend, meter: Meter, drain: () => Promise<unknown> | void) {
    this.#meter = meter;
    this.#drain = drain;
    const bind: Backend["bind"] = (config) => {
      const kernel = backend.bind(config);
      const measured = (...args: Parameters<typeof kernel>) => this.#measure(() => kernel(...args));
      return measured as unknown as typeof kernel; // for functions that await it
    };
    this.backend = Object.create(backend, { bind: { value: bind } }) as Backend;
  }

  /** Before a call of a function, once nothing else is under way. */
  async begin(): Promise<void> {
    await this.#drain();
    this.#milliseconds = [];
    this.#bytes = [];
    this.#peakCall = -1;
    this.#meter.resetPeak();
    this.#peakBytes = this.#meter.peak;
  }

  /** Of the call since `begin`; `peakCall` is the kernel call during which most was alive, -1 where none allocated. */
  get measured(): { milliseconds: number[]; bytes: number[]; peakBytes: number; peakCall: number } {
    return { milliseconds: this.#milliseconds, bytes: this.#bytes, peakBytes: this.#peakBytes, peakCall: this.#peakCall };
  }

  async #measure(kernel: () => Tensor): Promise<Tensor> {
    const allocated = this.#meter.allocated;
    const begun = performance.now();
    const result = kernel();
    const waiting = this.#drain();
    if (waiting) await waiting;
    this.#milliseconds.push(performance.now() - begun);
    this.#bytes.push(this.#meter.allocated - allocated);
    if (this.#meter.peak > this.#peakBytes) {
      this.#peakBytes = this.#meter.peak;
      this.#peakCall = this.#milliseconds.length - 1;
    }
    return result;
  }
}
