/**
 * The variables of a program on one backend, and the one way in which tensor functions are called on them. A call
 * commits its updates after the function returned, all or nothing; a call is synchronous, so that what runs between
 * two steps sees the last committed one.
 */

import { size, type Backend, type HostArray, type Program, type Tensor, type TensorFunctions, type VariableInfo }
  from "../app/contract.js";
import { loadShard, type Loader } from "../data/shard.js";
import { typedArray } from "../data/typed_array.js";
import { initialValues } from "../random/initializers.js";
import { checkInputs } from "./dims.js";

export type Variables = Map<string, Tensor>;

export class State {
  readonly #variables: Variables = new Map();
  #initialized: Promise<void> | undefined;

  constructor(
    readonly backend: Backend, readonly program: Program, readonly functions: TensorFunctions, readonly loader: Loader,
  ) {}

  /** Resolves when all variables have their first values: shipped weights, or what their initializers give. */
  ready = (): Promise<void> => this.#initialized ??= this.#initialize().catch((error) => {
    this.#initialized = undefined; // so that a call after a network error tries again
    throw error;
  });

  async #initialize(): Promise<void> {
    const files = new Map<string, ReturnType<typeof loadShard>>();
    for (const { shard } of this.program.variables) {
      if (!shard || files.has(shard.file)) continue;
      this.loader.expect(shard.bytes);
      files.set(shard.file, loadShard(shard, this.loader));
    }
    await Promise.all(files.values());
    const values: HostArray[] = [];
    for (const variable of this.program.variables) {
      values.push(initial(variable, variable.shard && await files.get(variable.shard.file)));
    }
    this.#assign(this.program.variables.map(({ name }) => name), values);
  }

  /** New values for variables, all or none. */
  #assign(names: string[], values: HostArray[], into = this.#variables): void {
    const tensors = this.backend.invoke(() => values.map((value) => this.backend.upload(value)));
    this.#replace(names, tensors, into);
  }

  #replace(names: string[], tensors: Tensor[], overlay: Variables): void {
    const old: Tensor[] = [];
    names.forEach((name, i) => {
      const owner = overlay.has(name) ? overlay : this.#variables;
      const before = owner.get(name);
      if (before) old.push(before);
      owner.set(name, tensors[i]!);
    });
    this.backend.dispose(...old);
  }

  /**
   * Calls a tensor function and commits its updates. Variables in `overlay` are read and updated there, and the
   * program's own stay as they are. The inputs stay the caller's, the results become the caller's.
   */
  invoke(name: string, inputs: Tensor[], overlay: Variables = this.#variables): Tensor[] {
    const info = this.program.functions[name]!;
    checkInputs(name, info, inputs);
    const captures = info.captures.map((variable) => overlay.get(variable) ?? this.#variables.get(variable)!);
    const [results, updates] = this.backend.invoke(() => this.functions[name]!(inputs, captures));
    this.#replace(info.updates, updates, overlay);
    return results;
  }

  #info(name: string): VariableInfo {
    const info = this.program.variables.find((variable) => variable.name === name);
    if (info) return info;
    const names = this.program.variables.map((variable) => variable.name).join(", ");
    throw new Error(`Expected the name of a variable (${names}), received "${name}".`);
  }

  #zeros(names: string[]): HostArray[] {
    return names.map((name) => {
      const { shape, dtype } = this.#info(name);
      return { shape, dtype, data: typedArray(dtype, size(shape)) };
    });
  }

  /** Sets variables to zero. */
  reset(names: string[]): void {
    this.#assign(names, this.#zeros(names));
  }

  /** Zeros beside the program's own variables of these names; the caller disposes them. */
  overlay(names: string[]): Variables {
    const zeros = this.#zeros(names);
    const tensors = this.backend.invoke(() => zeros.map((value) => this.backend.upload(value)));
    return new Map(names.map((name, i) => [name, tensors[i]!]));
  }

  async read(names: Iterable<string> = this.#variables.keys()): Promise<Record<string, HostArray>> {
    await this.ready();
    // All reads begin before any ends, so that no step comes between them.
    const entries = Array.from(names, (name) => {
      const { shape, dtype } = this.#info(name);
      return this.backend.read(this.#variables.get(name)!).then((data) => [name, { shape, dtype, data }] as const);
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  async write(weights: Record<string, HostArray>): Promise<void> {
    await this.ready();
    for (const [name, { shape, dtype }] of Object.entries(weights)) {
      const info = this.#info(name);
      if (dtype === info.dtype && `${shape}` === `${info.shape}`) continue;
      throw new Error(`${name}: expected ${info.dtype}[${info.shape.join(", ")}], received ${dtype}[${shape.join(", ")}].`);
    }
    this.#assign(Object.keys(weights), Object.values(weights).map((value) => ({ ...value, data: value.data.slice() })));
  }
}

function initial({ shape, dtype, initializer, shard }: VariableInfo, file?: Uint8Array<ArrayBuffer>): HostArray {
  if (shard && file) {
    const start = shard.offset ?? 0;
    const bytes = size(shape) * (dtype === "float32" || dtype === "int32" ? 4 : 1);
    return { shape, dtype, data: typedArray(dtype, file.slice(start, start + bytes), shard.file) };
  }
  const values = initialValues(shape, initializer!);
  return { shape, dtype, data: dtype === "float32" ? values : dtype === "int32" ? Int32Array.from(values) : Uint8Array.from(values) };
}
