/**
 * `Session`: a program at work. Holds the backend, the variables, the datasets and the queue; lives in a worker or on
 * the page's own thread. Scripts run one after another; exported functions run at once, which is between two steps.
 */

import type { Backend, ExportInfo, HostArray, Memory, Program, Report, RunEvent, Tensor, TensorFunctions } from "../app/contract.js";
import { Dataset, type Device, type TensorMap } from "../data/dataset.js";
import { Rows } from "../data/rows.js";
import { checkArguments } from "./arguments.js";
import { Control, Stopped, type Command } from "./control.js";
import { toHostArray } from "./inputs.js";
import { Model } from "./model.js";
import { State } from "./state.js";
import type { Loader } from "../data/shard.js";

/** What a script gets by name: the file's models, datasets and tensor functions, and `bml`. */
export type Scope = Record<string, unknown>;
export type Scripts = Record<string, (scope: Scope, args: Record<string, unknown>) => unknown>;

/** A tensor function in a script: called with tensors, or given to `map`. */
export type ScriptFunction = TensorMap & ((...inputs: Tensor[]) => Promise<Tensor[]>);

/** What the app must know of its session: how to call it, and what it runs on. */
export interface Info {
  exports: Record<string, ExportInfo>;
  backend: string;
  description: string;
}

export class Session {
  readonly info: Info;
  readonly #program: Program;
  readonly #scripts: Scripts;
  readonly #backend: Backend;
  readonly #state: State;
  readonly #scope: Scope;
  readonly #controls = new Map<number, Control>();
  readonly #busy = new Set<Promise<unknown>>();
  #queue: Promise<unknown> = Promise.resolve();
  #control = new Control(() => {}); // of the run that has its turn
  #fit: [model: Model, validationData: Dataset] | undefined;
  #closed = false;
  readonly #aborter = new AbortController();

  constructor(
    program: Program, scripts: Scripts, backend: Backend, functions: TensorFunctions,
    loader: Loader,
  ) {
    this.#program = program;
    this.#scripts = scripts;
    this.#backend = backend;
    this.info = { exports: program.exports, backend: backend.name, description: backend.description };
    const abortable = { ...loader, signal: this.#aborter.signal };
    const state = this.#state = new State(backend, program, functions, abortable);
    const device: Device = { backend, ready: state.ready, control: () => this.#control };
    const scope: Scope = this.#scope = {
      bml: {
        log: (logs: Record<string, number>) => this.#control.emit({ type: "log" }, logs),
        read: (tensor: Tensor) => backend.read(tensor),
        dispose: (...tensors: Tensor[]) => backend.dispose(...tensors),
      },
    };
    for (const name in program.functions) {
      const batched = (inputs: Tensor[]): Tensor[] => state.invoke(name, inputs);
      const call = async (...inputs: Tensor[]): Promise<Tensor[]> => {
        await state.ready();
        return batched(inputs);
      };
      scope[name] = Object.assign(call, { batched }) satisfies ScriptFunction;
    }
    for (const name in program.datasets) {
      const { size, elements } = program.datasets[name]!;
      scope[name] = new Dataset(device, new Rows(size, elements, abortable));
    }
    for (const name in program.models) {
      scope[name] = new Model(program.models[name]!, state, {
        control: () => this.#control,
        fitted: (model, validationData) => { this.#fit = validationData && [model, validationData]; },
      });
    }
  }

  /** Work that close() waits for. */
  #track<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error("The app was disposed. Call load() for a new one."));
    const promise = work();
    const quiet = promise.catch(() => {});
    this.#busy.add(quiet);
    void quiet.then(() => this.#busy.delete(quiet));
    return promise;
  }

  /** Runs a script after those that were asked for before; `id` names it for `command`. */
  run(id: number, name: string, args: Record<string, unknown>, emit: (event: RunEvent) => unknown): Promise<unknown> {
    return this.#track(async () => {
      checkArguments(name, this.#program.exports[name]!.params, args);
      const control = new Control(emit);
      this.#controls.set(id, control);
      const before = this.#queue;
      const turn = before.then(async () => {
        this.#control = control;
        let reason: "completed" | "stopped" = "completed";
        let result: unknown;
        try {
          await control.gate();
          result = await this.#scripts[name]!(this.#scope, args);
        } catch (error) {
          if (!(error instanceof Stopped)) throw error;
          reason = "stopped";
        } finally {
          this.#controls.delete(id);
        }
        await control.emit({ type: "end", reason }); // so that it has arrived before the result does
        return result;
      });
      this.#queue = turn.catch(() => {});
      return turn;
    });
  }

  command(id: number, command: Command): void {
    this.#controls.get(id)?.command(command);
  }

  /** Calls an exported function. Single elements in give single elements out. */
  call(exported: string, values: unknown[]): Promise<HostArray[]> {
    return this.#track(async () => {
      const name = this.#program.exports[exported]!.function ?? exported;
      const { params, results } = this.#program.functions[name]!;
      if (values.length !== params.length) {
        throw new TypeError(`${exported}: expected ${params.map((param) => param.name).join(", ")}, received ${values.length} inputs.`);
      }
      const inputs = params.map((param, i) => toHostArray(`${exported}, ${param.name}`, values[i], param));
      const single = inputs.some((input) => input.single);
      await this.#state.ready();
      const backend = this.#backend;
      let held = backend.invoke(() => inputs.map(({ array }) => backend.upload(array)));
      try {
        const outputs = this.#state.invoke(name, held);
        backend.dispose(...held);
        held = outputs;
        return await Promise.all(outputs.map(async (output, i): Promise<HostArray> => {
          const leading = single && typeof results[i]!.shape[0] === "string";
          return { shape: output.shape.slice(leading ? 1 : 0), dtype: output.dtype, data: await backend.read(output) };
        }));
      } finally {
        backend.dispose(...held);
      }
    });
  }

  report(options: { samples?: number } = {}): Promise<Report> {
    return this.#track(async () => {
      if (!this.#fit) throw new Error("report: expected a fit with validation_data before it, received none. Train first.");
      const { report } = await import("./report.js");
      return report(this.#program, ...this.#fit, options);
    });
  }

  memory(): Memory {
    const { kernelCalls } = this.#backend;
    return { liveTensors: this.#backend.liveTensors(), liveBytes: this.#backend.liveBytes(), kernelCalls };
  }

  getWeights(): Promise<Record<string, HostArray>> {
    return this.#track(() => this.#state.read());
  }

  setWeights(weights: Record<string, HostArray>): Promise<void> {
    return this.#track(() => this.#state.write(weights));
  }

  /** Stops what runs, waits for it, and gives the device back. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const control of this.#controls.values()) control.command("stop");
    this.#aborter.abort();
    await Promise.all(this.#busy);
    this.#backend.close();
  }
}
