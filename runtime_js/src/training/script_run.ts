/**
 * `ScriptRun`: what a compiled script asks of the run that it is: to stop or wait where the page says so, to say
 * something, to bring host values to the device and back, to count references. Linked only into programs whose scripts
 * ask for any of it.
 */

import { size, type HostArray, type PlotValues, type RunEvent, type Tensor, type Values } from "../app/contract.js";
import type { Dataset } from "../data/dataset.js";
import { typedArray } from "../data/typed_array.js";
import type { Instance } from "../memory/instance.js";
import { References } from "../memory/references.js";
import { ValueError } from "../python/exceptions.js";
import { float32Text } from "../python/float32.js";
import { logText } from "../python/log_text.js";
import type { Control } from "./control.js";
import { curves } from "./curves.js";
import type { State } from "./state.js";

type Scalar = number | string | boolean;
type Nested = number | boolean | Nested[];

export class ScriptRun {
  readonly #control: Control;
  readonly #references: References;
  readonly #start = performance.now();
  #reported: Promise<void> = Promise.resolve(); // all that was said is sent
  #waiting = 0; // events that are not sent yet
  #line = ""; // printed, but not ended yet

  /** @param streams Of random numbers, which the runs of a program share. */
  constructor(control: Control, readonly state: State, references: References, readonly streams: Map<string, unknown>) {
    this.#control = control;
    this.#references = references;
  }

  /** Whether the run must wait, or others must have their turn, before the next step: `if (run.due) await run.gate()`. */
  get due(): boolean {
    return this.#control.due;
  }

  gate(): Promise<void> {
    return this.#control.gate();
  }

  /** One iteration over a data set: the tensors of each batch, which become the script's. */
  async *each(dataset: Dataset): AsyncGenerator<Tensor[]> {
    for await (const { tensors } of dataset.batches(this.#control)) yield tensors;
  }

  /** `enumerate` of a data set; `single`: its elements are one tensor, not a tuple. */
  async *enumerate(dataset: Dataset, start = 0, single = false): AsyncGenerator<[number, Tensor | Tensor[]]> {
    let index = start;
    for await (const tensors of this.each(dataset)) yield [index++, single ? tensors[0]! : tensors];
  }

  // References

  retain<T>(value: T): T {
    return this.#references.retain(value);
  }

  drop(...values: unknown[]): [] {
    return this.#references.drop(...values);
  }

  replace<T>(before: unknown, next: T): T {
    return this.#references.replace(before, next);
  }

  adopt<T extends object>(copy: T): T {
    return this.#references.adopt(copy);
  }

  // Tensors

  /**
   * Calls a tensor function, some of whose inputs are host values: they are uploaded for the call. `owners`: what the
   * script made, with the variables of it that the function reads and sets.
   */
  call(name: string, inputs: (Tensor | Nested | HostArray)[], owners?: Instance[]): Tensor[] | Promise<Tensor[]> {
    const { backend, program } = this.state;
    const { params } = program.functions[name]!;
    const uploaded: Tensor[] = [];
    try {
      const tensors = inputs.map((input, i) => {
        if (typeof input === "object" && "dataId" in input) return input;
        const tensor = backend.upload(toArray(params[i]!.name, input, params[i]!.dtype));
        uploaded.push(tensor);
        return tensor;
      });
      return this.state.invoke(name, tensors, owners?.[0]!.together(owners, this.state), this.#control);
    } finally {
      backend.dispose(...uploaded);
    }
  }

  /** The numbers of a tensor. */
  data(tensor: Tensor): Promise<ArrayLike<number>> {
    return this.#control.unlessStopped(this.state.backend.read(tensor));
  }

  /** The number or bool of a scalar, nested lists of other tensors. */
  async read(tensor: Tensor): Promise<Nested> {
    const { dtype, shape } = tensor;
    const data = await this.data(tensor);
    const values: Nested[] = dtype === "bool" ? Array.from(data, Boolean) : Array.from(data);
    return shape.reduceRight<Nested[]>((items, length) => {
      const count = length ? items.length / length : 0;
      return Array.from({ length: count }, (_, i) => items.slice(i * length, (i + 1) * length));
    }, values)[0]!;
  }

  /** `str` of a scalar. */
  async text(tensor: Tensor): Promise<string> {
    const value = await this.read(tensor);
    if (typeof value === "boolean") return value ? "True" : "False";
    return tensor.dtype === "float32" ? float32Text(value as number) : `${value}`;
  }

  /** Gives the variables of an optimizer or a metric their first values again. */
  reset(group: string, owners?: Instance[]): void {
    const state = this.state;
    const names = state.program.groups?.[group] ?? []; // none, where no function of the program uses one
    state.assign(names, state.upload(state.first(names)), owners?.[0]!.together(owners, state));
  }

  // Reports

  /** `bml.log`: sent once its tensors are read. Waits for the one before, so that a read never holds up the next step. */
  log(values: Record<string, Scalar | Tensor>): Promise<void> {
    return this.#report<Values>(values, (logs) => (
      { type: "log", logs, text: logText(logs), elapsed: performance.now() - this.#start - this.#control.pausedFor }));
  }

  /** `bml.plot`, whose lists and vectors are whole curves. */
  plot(values: Record<string, Scalar | number[] | Tensor>): Promise<void> {
    return this.#report<PlotValues>(values, (logs) => ({ type: "plot", logs: curves(logs) }));
  }

  progress(done: number, total: number, label = ""): void {
    this.#say({ type: "progress", done, total, ...(label && { label }), logs: {} });
  }

  print(text: string, end = "\n"): void {
    const lines = `${this.#line}${text}${end}`.split("\n");
    this.#line = lines.pop()!;
    for (const line of lines) this.#say({ type: "print", text: line, logs: {} });
  }

  /** `with bml.timer(label) as timer`: seconds since its start, up to `stop`; also for the performance panel. */
  timer(label: string): { readonly seconds: number; stop(): void } {
    const control = this.#control;
    const began = performance.now(), paused = control.pausedFor;
    const elapsed = (): number => performance.now() - began - (control.pausedFor - paused);
    let total: number | undefined;
    return {
      get seconds() {
        return (total ?? elapsed()) / 1000;
      },
      stop() {
        total = elapsed();
        performance.measure(label, { start: began, end: performance.now() });
      },
    };
  }

  /** Runs the script, waits for what it still has to say, and takes its result from the device. */
  async run(script: () => unknown): Promise<unknown> {
    try {
      const result = await script();
      try {
        return await this.#toHost(result);
      } finally {
        this.drop(result);
      }
    } finally {
      if (this.#line) this.print("");
      await this.#reported;
    }
  }

  /** Sends events in the script's order: what is said behind a log waits until its tensors are read. */
  #say(event: RunEvent | Promise<RunEvent>, sent = (_event: RunEvent): void => {}): void {
    if (!this.#waiting && !(event instanceof Promise)) {
      this.#control.send(event);
      return;
    }
    const ready = Promise.resolve(event);
    ready.catch(() => {});
    this.#waiting++;
    this.#reported = this.#reported.then(async () => {
      const said = await ready;
      this.#control.send(said);
      sent(said);
    }).finally(() => this.#waiting--);
    this.#reported.catch(() => {}); // whoever waits for it next, the end of the run at last, is told
  }

  async #report<Logs extends PlotValues>(values: Record<string, Logs[string] | Tensor>, event: (logs: Logs) => RunEvent): Promise<void> {
    const before = this.#reported;
    this.#say(this.#numbers(values).then((logs) => ({ ...logs, ...event(logs as Logs) })), ({ logs, type }) => { // each log is also a field
      if (type === "plot" && "x" in logs) return; // places of a curve are no measure
      // An infinity that the script set itself, such as the best loss so far, says nothing.
      const found = Object.entries(logs as Values).filter(([name, value]) => typeof values[name] === "object" || Number.isNaN(value));
      this.#control.watch(Object.fromEntries(found), `in the report "${logText(logs as Values)}"`);
    });
    await before;
  }

  async #numbers(values: Record<string, Scalar | number[] | Tensor>): Promise<PlotValues> {
    const read = Object.entries(values).map(async ([name, value]): Promise<[string, Scalar | number[]]> => {
      if (Array.isArray(value)) return [name, value.map(Number)]; // a copy: the script goes on with its own
      if (typeof value !== "object") return [name, value];
      const tensor = this.retain(value); // the script drops its own while this one is on its way
      try {
        const data = await this.state.backend.read(tensor);
        if (data.length !== 1) return [name, Array.from(data)];
        return [name, tensor.dtype === "bool" ? Boolean(data[0]) : data[0]!];
      } finally {
        this.drop(tensor);
      }
    });
    return Object.fromEntries(await Promise.all(read));
  }

  /** A result as the page takes it: tensors as host arrays, dictionaries as maps, records as objects, None as nothing. */
  async #toHost(value: unknown): Promise<unknown> {
    if (value === null || value === undefined) return undefined;
    if (typeof value !== "object") return value;
    if ("dataId" in value) {
      const { shape, dtype } = value as Tensor;
      return { shape, dtype, data: await this.state.backend.read(value as Tensor) };
    }
    if ("data" in value && "dtype" in value) return value; // an array of NumPy's, which is on the host
    if (Array.isArray(value)) return Promise.all(value.map((item) => this.#toHost(item)));
    const { items, isRecord } = value as { items?: () => Iterable<[unknown, unknown]>; isRecord?: boolean };
    const isDict = typeof items === "function"; // else an object, as `evaluate` gives it
    const entries = isDict ? [...items.call(value)] : Object.entries(value);
    const converted = await Promise.all(entries.map(async ([key, item]) => [key, await this.#toHost(item)] as const));
    return isDict && !isRecord ? new Map(converted) : Object.fromEntries(converted);
  }
}

/** The runs of one program share its streams of random numbers, and who holds what of the objects that outlive a run. */
export function scriptRuns(state: State): (control: Control) => ScriptRun {
  const references = new References(state.backend);
  const streams = new Map<string, unknown>();
  return (control) => new ScriptRun(control, state, references, streams);
}

/** Numbers, or lists of them in lists, as one array. */
function toArray(name: string, value: Nested | HostArray, dtype: HostArray["dtype"]): HostArray {
  if (typeof value === "object" && "data" in value) return value;
  const shape: number[] = [];
  for (let inner = value; Array.isArray(inner); inner = inner[0] ?? 0) shape.push(inner.length);
  const flat = ([value] as unknown[]).flat(Infinity) as (number | boolean)[];
  const data = typedArray(dtype === "uint8" ? "int32" : dtype, flat.length);
  if (flat.length !== size(shape) || !isRegular(value, shape)) {
    throw new ValueError(`${name}: expected lists of equal lengths, received lists of different ones.`);
  }
  data.set(flat.map(Number));
  return { shape, dtype: dtype === "uint8" ? "int32" : dtype, data };
}

function isRegular(value: Nested, [length, ...inner]: number[]): boolean {
  if (length === undefined) return !Array.isArray(value);
  return Array.isArray(value) && value.length === length && value.every((item) => isRegular(item, inner));
}
