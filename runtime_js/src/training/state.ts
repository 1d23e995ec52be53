/**
 * The variables of a program on one backend, and the one way in which tensor functions are called on them. A call
 * commits its updates after the function returned, all or nothing; a call is synchronous, so that what runs between
 * two steps sees the last committed one. So does what runs between the pieces of one that gives a promise; what sets
 * variables then waits for its turn, first come, first served.
 */

import { type Backend, type HostArray, type Program, type Returned, type Tensor, type TensorFunctions, type VariableInfo }
  from "../app/contract.js";
import type { Gathered } from "../backends/backend.js";
import { loadShard, type Loader } from "../data/shard.js";
import { typedArray } from "../data/typed_array.js";
import type { Owner, Variables } from "../memory/instance.js";
import type { Gate } from "../memory/pieces.js";
import { initialValues, type Normals } from "../random/initializers.js";
import { Commits } from "./commits.js";
import { guard } from "./dims.js";
import { planned } from "./planned.js";

export class State {
  readonly backend: Backend;
  readonly program: Program;
  readonly variables: Variables = new Map();
  /** The end of the last of the calls in pieces that set variables, and of what waits for them. */
  #line: Promise<unknown> | undefined;
  readonly #functions: TensorFunctions;
  readonly loader: Loader;
  readonly #normals: Normals | undefined;
  readonly #commits: Commits;
  #initialized: Promise<void> | undefined;
  readonly #guards = new Map<string, (inputs: Tensor[]) => void>(); // by functions
  /** Whether `ready` has resolved. */
  isReady = false;
  readonly #shipped = new Map<string, HostArray>(); // of variables that begin anew

  constructor(backend: Backend, program: Program, functions: TensorFunctions, loader: Loader, normals?: Normals) {
    this.backend = backend;
    this.program = program;
    this.#functions = planned(functions, program, backend);
    this.loader = loader;
    this.#normals = normals;
    this.#commits = new Commits(backend);
  }

  /** Resolves when all variables have their first values: shipped weights, or what their initializers give. */
  ready(): Promise<void> {
    return this.#initialized ??= this.#initialize().catch((error) => {
      this.#initialized = undefined; // so that a call after a network error tries again
      throw error;
    });
  }

  async #initialize(): Promise<void> {
    const { variables, models, groups, own } = this.program;
    const values = await Promise.all(variables.map((variable) => this.#initial(variable)));
    const again = new Set([...Object.values(models).map((model) => model.metricVariables), ...Object.values(groups ?? {})].flat());
    variables.forEach(({ name, shard }, i) => {
      if (shard && again.has(name)) this.#shipped.set(name, values[i]!);
    });
    this.assign(variables.slice(0, own).map(({ name }) => name), this.upload(values.slice(0, own)));
    this.isReady = true;
  }

  /** All of them or, after a throw, none. */
  upload(values: (HostArray | Gathered)[]): Tensor[] {
    return this.backend.invoke(() => values.map((value) => this.backend.upload(value)));
  }

  /** What variables begin with: those of metrics in each epoch, those of what a script makes or resets. */
  first(names: string[], variables = this.program.variables): HostArray[] {
    return names.map((name) => this.#shipped.get(name) ?? this.#drawn(variables.find((variable) => variable.name === name)!));
  }

  /** Puts tensors, which it takes over, in the place of variables: of the owner's, where it has one, else of the program's. */
  assign(names: string[], tensors: Tensor[], owner?: Owner): void {
    this.#commits.add(names.flatMap((name, i) => {
      const variables = owner?.has(name) ? owner : this.variables;
      const tensor = variables.get(name);
      variables.set(name, tensors[i]!);
      return tensor ? [[tensor, variables, name]] : [];
    }));
  }

  /** Resolves when the device has said of all calls so far whether they worked. */
  settled(): Promise<void> {
    return this.#commits.settled();
  }

  /** Runs what calls steps; rejects if one of them was taken back, whoever has read of it. */
  async watch<T>(work: () => Promise<T> | T): Promise<T> {
    const { failures } = this.#commits;
    const known = failures.length;
    const result = await work();
    await this.settled();
    if (failures.length > known) throw failures[known]!;
    return result;
  }

  /** Does what sets variables, at once or behind those that began or waited before. */
  inTurn<T>(work: () => Promise<T> | T): Promise<T> | T {
    const turn = this.#line?.then(work) ?? work();
    if (turn instanceof Promise) {
      const over: Promise<unknown> = this.#line = turn.catch(() => {}).then(() => {
        if (this.#line === over) this.#line = undefined;
      });
    }
    return turn;
  }

  /**
   * Calls a tensor function and commits its updates. Variables that `owner` has are read and updated there, and the
   * program's own stay as they are. The inputs stay the caller's, the results become the caller's: a promise of them, if
   * the function is left between its pieces, where it passes the gate of `reins`.
   */
  invoke(name: string, inputs: Tensor[], owner?: Owner, reins?: Gate): Tensor[] | Promise<Tensor[]> {
    const info = this.program.functions[name]!;
    let check = this.#guards.get(name);
    if (!check) this.#guards.set(name, check = guard(name, info.params));
    check(inputs);
    const begin = (): Tensor[] | Promise<Tensor[]> => {
      const captures = info.captures.map((variable) => owner?.get(variable) ?? this.variables.get(variable)!);
      const commit = ([results, updates]: Returned): Tensor[] => {
        this.assign(info.updates, updates, owner);
        return results;
      };
      const called = this.backend.invoke(() => this.#functions[name]!(inputs, captures, owner?.seeds, reins));
      return called instanceof Promise ? called.then(commit) : commit(called);
    };
    if (!info.waits || !info.updates.length || owner) return begin();
    if (!this.#line) return this.inTurn(begin);
    inputs = inputs.map((input) => this.backend.retain(input)); // their owner may dispose of them before its turn comes
    return Promise.resolve(this.inTurn(begin)).finally(() => this.backend.dispose(...inputs));
  }

  async #initial(variable: VariableInfo): Promise<HostArray> {
    const { shape, dtype, shard } = variable;
    if (shard) return { shape, dtype, data: typedArray(dtype, await loadShard(shard, this.loader)) };
    return this.#drawn(variable);
  }

  /** The values that an initializer gives. */
  #drawn({ shape, dtype, initializer }: VariableInfo): HostArray {
    return { shape, dtype, data: initialValues(shape, dtype, initializer!, this.#normals) };
  }
}
