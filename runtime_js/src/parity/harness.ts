/**
 * Runs tensor functions on request and says what they gave and what they cost.
 *
 * It stands where a program's session stands in a bundle: it uploads, calls, reads and disposes, and nothing else, so
 * that a difference which the parity checks find lies in the functions, their kernels or the backend.
 */
import type { Backend, Tensor } from "../backends/backend.js";
import type { Pieces } from "../memory/loop.js";
import { fetchFile } from "../data/fetch_file.js";
import { decodeBase64, encodeBase64 } from "./base64.js";
import { drainOf } from "./drain.js";
import type { Argument, CallReply, CallRequest, EncodedArray, MemoryReply, PlanReply, ProfileReply, Reply, Request, StartReply }
  from "./messages.js";
import { Meter } from "./meter.js";
import { PlanCheck } from "./plans.js";
import { Profiler } from "./profiler.js";
import { tfjsBackend } from "./tfjs_backend.js";

type Returned = [Tensor[], Tensor[]];
type TensorFunction = (inputs: Tensor[], captures: Tensor[]) => Returned | Promise<Returned>;
type ProfiledFunction = (inputs: Tensor[], captures: Tensor[]) => Pieces<Returned>;

/** What an emitted `functions.<backend>.js` exports. */
export interface FunctionsModule {
  start(options: object): Promise<Backend>;
  tensorFunctions(backend: Backend): Record<string, TensorFunction>;
}

export type Modules = Record<string, () => Promise<FunctionsModule>>;

/** Answers requests, one after the other. */
export function harness(modules: Modules): (request: Request) => Promise<Reply> {
  const benches = new Map<string, Bench>();
  const bench = (name: string): Bench => {
    const found = benches.get(name);
    if (found === undefined) throw new Error(`${name} was not started`);
    return found;
  };

  async function answer(request: Request): Promise<unknown> {
    switch (request.kind) {
      case "start": {
        const load = modules[request.backend];
        if (load === undefined) throw new Error(`the functions were not compiled for ${request.backend}`);
        const started = await Bench.start(await load());
        benches.set(request.backend, started);
        return started.reply;
      }
      case "call":
        return bench(request.backend).call(request.call);
      case "profile":
        return bench(request.backend).profile(request.call);
      case "hold":
        return bench(request.backend).hold(request.tensors);
      case "read":
        return bench(request.backend).readHeld(request.names);
      case "release":
        return bench(request.backend).release(request.names);
      case "memory":
        return bench(request.backend).memory();
      case "close":
        bench(request.backend).close();
        return benches.delete(request.backend);
    }
  }

  return async (request) => {
    try {
      return { ok: await answer(request) };
    } catch (error) {
      return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
}

/** One backend with the functions bound to it, and the tensors that calls left on it. */
class Bench {
  readonly #backend: Backend;
  readonly #functions: Record<string, TensorFunction>;
  readonly #meter: Meter;
  readonly #profiler: Profiler;
  readonly #profiled: Record<string, ProfiledFunction>;
  readonly #held = new Map<string, Tensor>();
  readonly #plans = new Map<string, PlanCheck>();

  static async start(module: FunctionsModule): Promise<Bench> {
    return new Bench(await module.start({ fetchFile }), module);
  }

  private constructor(backend: Backend, module: FunctionsModule) {
    this.#backend = backend;
    const tfjs = tfjsBackend(backend);
    this.#meter = new Meter(tfjs);
    this.#functions = module.tensorFunctions(backend);
    this.#profiler = new Profiler(backend, this.#meter, drainOf(tfjs));
    this.#profiled = module.tensorFunctions(this.#profiler.backend) as unknown as Record<string, ProfiledFunction>;
  }

  get reply(): StartReply {
    return { description: this.#backend.description, functions: Object.keys(this.#functions) };
  }

  async call(request: CallRequest): Promise<CallReply> {
    const fn = this.#functions[request.function];
    if (fn === undefined) throw new Error(`there is no function ${request.function}`);
    const uploaded: Tensor[] = [];
    const before = this.#meter.bytes;
    const resolve = (argument: Argument): Tensor => {
      if ("held" in argument) return this.#heldTensor(argument.held);
      const tensor = this.#backend.upload(decodeArray(argument));
      uploaded.push(tensor);
      return tensor;
    };
    try {
      const inputs = request.inputs.map(resolve);
      const given = request.captures.map((argument) => ("held" in argument ? null : resolve(argument)));
      const argumentBytes = this.#meter.bytes - before;
      const milliseconds: number[] = [];
      for (let count = 1; ; count++) {
        // Held captures change between calls, so they are looked up for each.
        const captures = request.captures.map((argument, index) => given[index] ?? resolve(argument));
        const base = this.#meter.bytes;
        const callsBefore = this.#backend.kernelCalls;
        this.#meter.resetPeak();
        const begun = performance.now();
        const returned = this.#backend.invoke(() => fn(inputs, captures));
        const [outs, updates] = await returned;
        const kernelCalls = this.#backend.kernelCalls - callsBefore;
        const peakBytes = this.#meter.peak - base;
        const drained = outs[0] ?? updates[0];
        if (drained !== undefined) await this.#backend.read(drained);
        milliseconds.push(performance.now() - begun);
        const last = count === request.repeat;
        const planned = last && this.#backend.planned && !(returned instanceof Promise);
        const plan = planned ? await this.#check(request, inputs, captures, [...outs, ...updates]) : null;
        if (request.keep !== null) this.#keep(request.keep, updates);
        const values = last ? await this.#readAll(outs) : [];
        const updated = last && request.keep === null ? await this.#readAll(updates) : [];
        this.#backend.dispose(...outs, ...(request.keep === null ? updates : []));
        if (last) {
          return { outs: values, updates: updated, kernelCalls, milliseconds, memory: { argumentBytes, peakBytes }, plan };
        }
      }
    } finally {
      this.#backend.dispose(...uploaded);
    }
  }

  /** Holds the function's plan against what it gave as it is. */
  #check({ function: name, captures, keep }: CallRequest, inputs: Tensor[], given: Tensor[], expected: Tensor[]): Promise<PlanReply | null> {
    let check = this.#plans.get(name);
    if (!check) this.#plans.set(name, check = new PlanCheck(this.#backend, name, this.#functions[name] as PlanCheck["fn"]));
    const names = captures.map((argument, i) => ("held" in argument ? argument.held : `${i}`));
    return check.check(inputs, given, expected, [names, keep ?? []]);
  }

  /** Calls a function that yields what its kernels give once more than `repeat` says; its captures are held, its updates kept. */
  async profile({ function: name, inputs: given, captures: held, keep, repeat }: CallRequest): Promise<ProfileReply> {
    const fn = this.#profiled[name];
    if (fn === undefined) throw new Error(`there is no function ${name}`);
    const before = this.#meter.bytes;
    const inputs = given.map((argument) => this.#backend.upload(decodeArray(argument as EncodedArray)));
    const argumentBytes = this.#meter.bytes - before;
    const reply: ProfileReply = { calls: [], argumentBytes, peakBytes: 0, peakCall: -1 };
    try {
      for (let count = 0; count <= repeat; count++) {
        const captures = held.map((argument) => this.#heldTensor((argument as { held: string }).held));
        const base = this.#meter.bytes;
        await this.#profiler.begin();
        const begun = performance.now();
        const [outs, updates] = await this.#profiler.run(fn(inputs, captures));
        const milliseconds = performance.now() - begun;
        const { kernels, peakBytes, peakCall } = this.#profiler.measured;
        if (count > 0) reply.calls.push({ milliseconds, kernels });
        Object.assign(reply, { peakBytes: peakBytes - base, peakCall });
        this.#backend.dispose(...outs);
        this.#keep(keep!, updates);
      }
      return reply;
    } finally {
      this.#backend.dispose(...inputs);
    }
  }

  hold(tensors: Record<string, EncodedArray>): null {
    for (const [name, array] of Object.entries(tensors)) this.#keep([name], [this.#backend.upload(decodeArray(array))]);
    return null;
  }

  readHeld(names: string[]): Promise<EncodedArray[]> {
    return this.#readAll(names.map((name) => this.#heldTensor(name)));
  }

  release(names: string[]): null {
    for (const name of names) {
      this.#backend.dispose(this.#heldTensor(name));
      this.#held.delete(name);
    }
    return null;
  }

  memory(): MemoryReply {
    return { liveTensors: this.#backend.liveTensors(), liveBytes: this.#backend.liveBytes() };
  }

  close(): void {
    this.#backend.close();
  }

  #heldTensor(name: string): Tensor {
    const tensor = this.#held.get(name);
    if (tensor === undefined) throw new Error(`no tensor ${name} is held`);
    return tensor;
  }

  #keep(names: string[], tensors: Tensor[]): void {
    tensors.forEach((tensor, index) => {
      const name = names[index];
      if (name === undefined) throw new Error(`expected ${tensors.length} names to keep, received ${names.length}`);
      const old = this.#held.get(name);
      if (old !== undefined) this.#backend.dispose(old);
      this.#held.set(name, tensor);
    });
  }

  async #readAll(tensors: Tensor[]): Promise<EncodedArray[]> {
    const arrays: EncodedArray[] = [];
    for (const tensor of tensors) {
      const data = await this.#backend.read(tensor);
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      arrays.push({ shape: [...tensor.shape], dtype: tensor.dtype, data: encodeBase64(bytes) });
    }
    return arrays;
  }
}

function decodeArray({ shape, dtype, data }: EncodedArray): Parameters<Backend["upload"]>[0] {
  const bytes = decodeBase64(data);
  switch (dtype) {
    case "float32":
      return { shape, dtype, data: new Float32Array(bytes.buffer as ArrayBuffer) };
    case "int32":
      return { shape, dtype, data: new Int32Array(bytes.buffer as ArrayBuffer) };
    case "bool":
    case "uint8":
      return { shape, dtype, data: bytes };
  }
}
