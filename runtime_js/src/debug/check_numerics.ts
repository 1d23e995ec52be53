/**
 * `bml build --check-numerics`: the first NaN or infinity ends the run, with the Python line that made it.
 *
 * Tensor functions of such a build return one more result: for each check, how many values are NaN and how many infinite
 * (codegen/bmlc/passes/check_numerics.py). It is taken off here and read while the program goes on. Whatever is read from
 * the device waits for the counts of the calls before it, and the next call looks at those that have arrived, so that the
 * run ends at the step at fault or the one after; what that step updated was committed by then.
 */

import type { BackendLoaders } from "../app/choose_backend.js";
import type { Backend, Dim, Program, Returned, Tensor, TensorFunctions } from "../app/contract.js";
import { matches } from "../training/dims.js";
import { planned } from "../training/planned.js";
import type { Scripts } from "../training/session.js";
import { sizeOf } from "./sizes.js";

/** What a pair of counts belongs to, as `program.js` has it. */
export interface NumericsCheck {
  at: string; // mnist_cnn.py:23, empty for what no line made
  subject: string; // "log gave"
  layer: string;
  shape: Dim[];
  reads: number[]; // the checks of the values that the equation reads
  nan?: true; // written into the program there, and so meant
  infinity?: true;
}

export class NumericsError extends Error {
  override readonly name = "NumericsError";
  readonly code = "BML406";

  /** The error with what is known only later: made where a function is called, its stack tells who called it. */
  saying(message: string): this {
    const { name, stack = "" } = this;
    return Object.assign(this, { message, stack: `${name}: ${message}\n${stack.replace(/^Error\n/, "")}` });
  }
}

/** The number of the first check to blame, -1 for none; `passes/check_numerics.py` says which is. */
export function firstBlamed(checks: NumericsCheck[], counts: ArrayLike<number>): number {
  return checks.findIndex(({ reads, nan, infinity }, i) =>
    (counts[2 * i]! > 0 && !nan && reads.every((read) => !counts[2 * read]))
    || (counts[2 * i + 1]! > 0 && !infinity && reads.every((read) => !counts[2 * read + 1])));
}

/** "mnist_cnn.py:23: log gave 3 NaN and 1 infinite of 64 values (loss)" */
export function describe(check: NumericsCheck, nans: number, infinities: number, sizes: Map<string, number>): string {
  const found = [nans ? `${nans} NaN` : "", infinities ? `${infinities} infinite` : ""].filter(Boolean).join(" and ");
  const size = check.shape.reduce<number>((product, dim) => product * sizeOf(dim, sizes), 1);
  const layer = check.layer ? ` (${check.layer})` : "";
  return `BML406: ${check.at && `${check.at}: `}${check.subject} ${found} of ${size} value${size === 1 ? "" : "s"}${layer}`;
}

/** The counts of one backend that are on their way, in the order of the calls, and the first failure among them. */
class Watch {
  #arrived: Promise<unknown> = Promise.resolve();
  #failure: Error | undefined;
  #run = 0;

  add(reading: Promise<Error | undefined>): void {
    const run = this.#run;
    const told = reading.catch((error: Error) => error); // of a lost device
    this.#arrived = this.#arrived.then(() => told).then((error) => {
      if (run === this.#run) this.#failure ??= error;
    });
  }

  /** Throws what has failed, once; what later calls made of the same numbers is not told. */
  check(): void {
    const failure = this.#failure;
    if (!failure) return;
    this.#failure = undefined;
    this.#run++;
    throw failure;
  }

  async settled(): Promise<void> {
    await this.#arrived;
    this.check();
  }
}

/** What a session of a checked build runs instead of its scripts and backends. */
export function checkNumerics(
  program: Program, checks: Record<string, NumericsCheck[]>, scripts: Scripts, loaders: BackendLoaders,
): [Program, Scripts, BackendLoaders] {
  const watches = new Map<Backend, Watch>();

  function watched(load: BackendLoaders[string]): BackendLoaders[string] {
    return async () => {
      const module = await load();
      const { start, tensorFunctions } = module;
      return {
        ...module,
        async start(options) {
          const started = await start(options);
          const watch = new Watch();
          const backend: Backend = Object.create(started, {
            planned: { value: undefined }, // what is counted is: below
            read: { value: async (tensor: Tensor) => {
              const values = await started.read(tensor);
              await watch.settled();
              return values;
            } },
            close: { value: () => {
              watches.delete(backend);
              started.close();
            } },
          });
          watches.set(backend, watch);
          return backend;
        },
        tensorFunctions(backend) {
          const functions = planned(tensorFunctions(backend), program, Object.getPrototypeOf(backend) as Backend);
          for (const name of Object.keys(checks)) {
            functions[name] = counted(functions[name]!, program.functions[name]!.params, checks[name]!, backend, watches.get(backend)!);
          }
          return functions;
        },
      };
    };
  }

  // A script may end before the counts of its last step have arrived.
  const settling = (script: Scripts[string]): Scripts[string] => async (...args) => {
    const result = await script(...args);
    try {
      await Promise.all(Array.from(watches.values(), (watch) => watch.settled()));
    } catch (error) {
      args[2]?.drop(result); // tensors that nobody will take
      throw error;
    }
    return result;
  };

  const each = <T>(table: Record<string, T>, change: (value: T) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(table).map(([name, value]) => [name, change(value)]));
  return [program, each(scripts, settling), each(loaders, watched)];
}

function counted(
  fn: TensorFunctions[string], params: { shape: Dim[] }[], checks: NumericsCheck[], backend: Backend, watch: Watch,
): TensorFunctions[string] {
  return (inputs, captures, seeds, reins) => {
    watch.check();
    const error = new NumericsError();
    const shapes = inputs.map(({ shape }) => shape);
    const called = fn(inputs, captures, seeds, reins);
    return called instanceof Promise ? called.then(watched) : watched(called);

    function watched([results, updates]: Returned): Returned {
      const counts = results.at(-1)!;
      watch.add(read(Object.getPrototypeOf(backend) as Backend, counts).then((values) => {
        const found = firstBlamed(checks, values);
        if (found < 0) return undefined;
        const sizes = new Map<string, number>();
        // Twice, because a dimension may use symbols that only a later one binds.
        for (const pass of [params, params]) pass.forEach(({ shape }, i) => matches(shape, shapes[i]!, sizes));
        return error.saying(describe(checks[found]!, values[2 * found]!, values[2 * found + 1]!, sizes));
      }));
      return [results.slice(0, -1), updates];
    }
  };
}

async function read(backend: Backend, tensor: Tensor): Promise<ArrayLike<number>> {
  try {
    return await backend.read(tensor);
  } finally {
    backend.dispose(tensor);
  }
}
