/**
 * `Session`: a program at work. Holds the backend, the variables, the datasets and the queue; lives in a worker or on
 * the page's own thread. Scripts run one after another; exported functions run at once, which is between two steps. One
 * that is left between its pieces and sets variables takes its turn among the scripts.
 */

import type { Backend, ExportInfo, HostArray, Memory, Program, Report, RunEvent, Tensor, TensorFunctions }
  from "../app/contract.js";
import type { Numbers } from "../app/inputs.js";
import { Dataset, type Reins } from "../data/dataset.js";
import { Rows } from "../data/rows.js";
import type { Loader } from "../data/shard.js";
import type { Normals } from "../random/initializers.js";
import { Control, type Command } from "./control.js";
import { later } from "./later.js";
import { Model } from "./model.js";
import type { ScriptRun } from "./script_run.js";
import { State } from "./state.js";
import { yieldIsDue, yieldToEvents } from "./yield.js";

/** What a script gets by name: the file's models, datasets and tensor functions. */
export type Scope = Record<string, unknown>;
export type Scripts = Record<string, (scope: Scope, args: Record<string, unknown>, run?: ScriptRun) => unknown>;
/** Makes the run of a script, for programs whose scripts ask something of it. */
export type ScriptRuns = (state: State) => (control: Control) => ScriptRun;

/** What the app must know of its session: how to call it, and what it runs on. */
export interface Info {
  exports: Record<string, ExportInfo>;
  backend: string;
  description: string;
}

const DISPOSED = "This app was disposed. Call load() for a new one.";

export class Session {
  readonly info: Info;
  readonly #program: Program;
  readonly #scripts: Scripts;
  readonly #backend: Backend;
  readonly #state: State;
  readonly #scope: Scope = {};
  readonly #scriptRun: ((control: Control) => ScriptRun) | undefined;
  readonly #controls = new Map<number, Control>();
  readonly #busy = new Set<Promise<unknown>>();
  readonly #loader: Loader;
  readonly #aborter = new AbortController();
  readonly #calls = new Control(() => {}, DISPOSED); // the reins of what no run asks for: a paused training does not hold it up
  #control = new Control(() => {}); // of the run that has its turn
  #queue: Promise<unknown> = Promise.resolve();
  #line: Promise<unknown> = Promise.resolve(); // of calls that wait before they begin
  #waiting = 0; // how many
  #fit: [model: Model, validationData: Dataset] | undefined; // the last one
  #closed = false;
  #parts: Awaited<ReturnType<typeof later>> | undefined; // an import, even of what is loaded, waits for a turn of the event loop

  constructor(
    program: Program, scripts: Scripts, backend: Backend, functions: TensorFunctions, loader: Loader, scriptRuns?: ScriptRuns,
    normals?: Normals,
  ) {
    this.#program = program;
    this.#scripts = scripts;
    this.#backend = backend;
    this.info = { exports: program.exports, backend: backend.name, description: backend.description };
    this.#loader = loader;
    loader.signal = this.#aborter.signal;
    const state = this.#state = new State(backend, program, functions, loader, normals);
    this.#scriptRun = scriptRuns?.(state);
    const scope = this.#scope;
    for (const name of Object.keys(program.functions)) {
      scope[name] = (inputs: Tensor[], reins: Reins = this.#control) => state.invoke(name, inputs, undefined, reins); // as Dataset.map takes it
    }
    for (const name of Object.keys(program.datasets)) {
      const { size, elements } = program.datasets[name]!;
      scope[name] = new Dataset(state, new Rows(size, elements, loader));
    }
    for (const name of Object.keys(program.models)) {
      const model: Model = new Model(program.models[name]!, state, () => this.#control, (validationData) => {
        this.#fit = validationData && [model, validationData];
      });
      scope[name] = model;
    }
  }

  /** Work that close() waits for. */
  #track<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error(DISPOSED));
    const promise = work().catch(async (error) => { throw await this.#backend.cause(error); });
    const over: Promise<unknown> = promise.catch(() => {}).then(() => this.#busy.delete(over));
    this.#busy.add(over);
    return promise;
  }

  /** Runs a script after those that were asked for before; `id` names it for `command`. */
  run(id: number, name: string, given: Record<string, unknown>, emit: (event: RunEvent) => unknown): Promise<unknown> {
    return this.#track(async () => {
      const args = Object.assign(Object.create(null), given); // a parameter may be called `toString`
      const control = new Control(emit);
      this.#controls.set(id, control);
      const before = this.#queue;
      const turn = control.run(async () => {
        await control.unlessStopped(before);
        await control.gate();
        this.#control = control;
        const run = this.#scriptRun?.(control);
        const script = (): unknown => this.#scripts[name]!(this.#scope, args, run);
        return this.#state.watch(async () => {
          if (!run) return script();
          await control.unlessStopped(this.#state.ready()); // tensor functions are called as soon as they are met
          return run.run(script);
        });
      }).finally(() => this.#controls.delete(id));
      // One that is stopped while it waits ends before its turn. (The results are nobody's to keep.)
      this.#queue = Promise.allSettled([before, turn]).then(() => {});
      return turn;
    });
  }

  command(id: number, command: Command): void {
    this.#controls.get(id)?.command(command);
  }

  /** Loads the parts that are left. What does not arrive is asked for again when it is needed, and told there. */
  bringLater(): void {
    later().catch(() => {});
  }

  /** Calls an exported function with host values. Those that are the caller's own are read before this returns. */
  call(name: string, values: Numbers[]): Promise<HostArray[]> {
    return this.#track(async () => {
      const { waits, updates } = this.#program.functions[this.#program.exports[name]!.function!]!;
      const queued = waits && updates.length;
      const due = yieldIsDue(); // a caller in a tight loop on this thread must not keep a training from its steps
      if (due || queued || this.#waiting || !this.#parts || !this.#state.isReady) {
        values = values.map(({ shape, data, borrowed }) => ({ shape, data: borrowed ? data.slice() : data }));
        await this.#inLine(async () => {
          this.#parts ??= await later();
          if (due) await yieldToEvents();
          await this.#state.ready();
        });
      }
      const begin = (): Promise<HostArray[]> => this.#parts!.call(this.#state, name, values, this.#calls);
      if (!queued) return begin();
      const turn = this.#queue.then(begin);
      this.#queue = turn.catch(() => {});
      return turn;
    });
  }

  /** What a call waits for, behind the calls that wait: none overtakes another. */
  async #inLine(gate: () => Promise<void>): Promise<void> {
    this.#waiting++;
    const passed = this.#line.then(gate);
    this.#line = passed.catch(() => {});
    try {
      await passed;
    } finally {
      this.#waiting--;
    }
  }

  /** The classification report over the validation data of the last fit. */
  report(options: { samples?: number } = {}): Promise<Report> {
    return this.#track(async () => {
      if (!this.#fit) throw new Error("report: expected the last fit to have validation_data, received none.");
      return (await later()).report(this.#program, ...this.#fit, this.#calls, options);
    });
  }

  async memory(): Promise<Memory> {
    const backend = this.#backend;
    await this.#state.settled(); // or values that are about to go would count
    return { liveTensors: backend.liveTensors(), liveBytes: backend.liveBytes(), kernelCalls: backend.kernelCalls };
  }

  getWeights(): Promise<Record<string, HostArray>> {
    return this.#track(async () => (await later()).readWeights(this.#state));
  }

  setWeights(weights: Record<string, HostArray>): Promise<void> {
    return this.#track(async () => (await later()).writeWeights(this.#state, weights));
  }

  /** Stops what runs, waits for it, and gives the device back. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const control of [this.#calls, ...this.#controls.values()]) control.command("stop");
    this.#aborter.abort();
    await Promise.all(this.#busy);
    this.#loader.cache?.close();
    this.#backend.close();
  }
}
