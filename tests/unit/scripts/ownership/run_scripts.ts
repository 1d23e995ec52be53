/**
 * Runs every script of the linked programs on a real backend, again and again: undisturbed, with a device that fails at
 * each operation (a kernel, an upload, a read), and stopped at each step; at some of all, unless it is given "everywhere".
 * Prints a line of JSON for each script: what it printed, how it ended, and after which runs tensors were left. `node.py`
 * links it with `programs`.
 */

import type { Program, RunEvent, TensorFunctions } from "@bml/runtime/app/contract.js";
import type { Backend } from "@bml/runtime/backends/backend.js";
import { start } from "@bml/runtime/backends/cpu.js";
import type { Loader } from "@bml/runtime/data/shard.js";
import { ValueError } from "@bml/runtime/python/exceptions.js";
import { normals } from "@bml/runtime/random/orthogonal.js";
import { scriptRuns, type ScriptRun } from "@bml/runtime/training/script_run.js";
import { Session, type Scripts } from "@bml/runtime/training/session.js";
import { programs } from "programs";

interface Linked {
  program: Program;
  scripts: Scripts;
  tensorFunctions: (backend: Backend) => TensorFunctions;
  /** What its scripts share, if any of them changes objects of the module: with those that may hold tensors. */
  file?: (scope: object, run: unknown) => { objects?: Record<string, unknown> };
  base: string;
}

/** Where a run is disturbed, counted from one; 0 for never. */
interface Disturbance {
  failAt: number;
  stopAt: number;
}

interface Outcome {
  /** What the run printed and logged. */
  printed: string[];
  result: unknown;
  error: string;
  /** Operations of the device. */
  calls: number;
  steps: number;
  left: number;
  /** The least and the most live tensors at a step, the first ten left out. */
  live: [number, number];
}

// Disturbances of one kind: all of the first ones, and as many among all that follow.
const FIRST = process.argv[2] === "everywhere" ? Infinity : 40;
const LATER = 20;

const backend = await start({ base: new URL(import.meta.url) });
let operation = (): void => {};
const { bind, upload, read } = backend;
backend.bind = (config) => {
  const kernel = bind.call(backend, config);
  return (...given) => {
    operation();
    return kernel(...given);
  };
};
backend.upload = (array) => {
  operation();
  return upload.call(backend, array);
};
backend.read = async (tensor) => {
  operation();
  return read.call(backend, tensor);
};

/** A script of a program that was opened once, which may be run again and again. */
class Watched {
  readonly #name: string;
  readonly #session: Session;
  readonly #file: Linked["file"];
  #disturbance: Disturbance = { failAt: 0, stopAt: 0 };
  #outcome = unknown();
  #given: [scope: object, run: unknown] | undefined; // of the last run

  constructor({ program, scripts, tensorFunctions, file, base }: Linked, name: string) {
    this.#file = file;
    this.#name = name;
    const functions = tensorFunctions(backend);
    const watched: Scripts = {};
    for (const [name, script] of Object.entries(scripts)) {
      watched[name] = (scope, args, run) => {
        const watching = watch(run!, () => this.#step());
        this.#given = [scope, watching];
        return script(scope, args, watching);
      };
    }
    const loader: Loader = { locate: (file) => new URL(file, base), cache: undefined, expect() {}, onBytes() {} };
    this.#session = new Session(program, watched, backend, functions, loader, scriptRuns, normals);
  }

  async run(disturbance: Disturbance): Promise<Outcome> {
    this.#disturbance = disturbance;
    const outcome = this.#outcome = unknown();
    operation = () => {
      if (++outcome.calls === disturbance.failAt) throw new ValueError("injected");
    };
    const before = backend.liveTensors() - this.held();
    const emit = (event: RunEvent): void => {
      if (event.type === "print" || event.type === "log") outcome.printed.push(event.text);
    };
    try {
      outcome.result = plain(await this.#session.run(1, this.#name, {}, emit));
    } catch (error) {
      outcome.error = `${(error as Error).name}: ${(error as Error).message}`;
    }
    outcome.left = backend.liveTensors() - this.held() - before;
    return outcome;
  }

  /** The tensors that objects of the module hold. */
  held(): number {
    const objects = this.#given && this.#file?.(...this.#given).objects;
    return objects ? tensorsOf(Object.values(objects)).size : 0;
  }

  #step(): void {
    const outcome = this.#outcome;
    if (++outcome.steps > 10) {
      const live = backend.liveTensors();
      outcome.live = [Math.min(outcome.live[0], live), Math.max(outcome.live[1], live)];
    }
    if (outcome.steps === this.#disturbance.stopAt) this.#session.command(1, "stop");
  }
}

/** All tensors that are reached from `values`, whatever holds them. */
function tensorsOf(values: unknown[]): Set<unknown> {
  const seen = new Set<unknown>();
  const found = new Set<unknown>();
  while (values.length) {
    const value = values.pop();
    if (typeof value === "function" && "held" in value && !seen.has(value)) {
      seen.add(value);
      values.push(...(typeof value.held === "function" ? (value.held as () => unknown[])() : (value.held as unknown[])));
    }
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || seen.has(value)) continue;
    seen.add(value);
    if ("dataId" in value) found.add(value.dataId);
    else values.push(...("values" in value ? (value as Map<unknown, unknown>).values() : Object.values(value)));
  }
  return found;
}

/** Which of so many are disturbed, counted from one. */
function places(count: number): number[] {
  const first = Array.from({ length: Math.min(count, FIRST) }, (_, k) => k + 1);
  const rest = count - first.length;
  const later = Array.from({ length: Math.min(rest, LATER) }, (_, k) => FIRST + Math.ceil(((k + 1) * rest) / Math.min(rest, LATER)));
  return [...first, ...later];
}

function unknown(): Outcome {
  return { printed: [], result: null, error: "", calls: 0, steps: 0, left: 0, live: [Infinity, 0] };
}

/** A result as JSON: arrays of the host with plain data, what JSON has no number for as text. */
function plain(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : `${value}`;
  if (typeof value !== "object" || value === null) return value ?? null;
  if (value instanceof Map) return { pairs: [...value].map(plain) };
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as ArrayLike<unknown>, plain);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** The run, whose steps are counted, also those over data sets. */
function watch(run: ScriptRun, step: () => void): ScriptRun {
  return new Proxy(run, {
    get(target, key) {
      if (key === "due") return true;
      if (key === "gate") {
        return () => {
          step();
          return target.gate();
        };
      }
      if (key === "each" || key === "enumerate") {
        return async function* (...given: unknown[]) {
          for await (const element of (target[key] as (...given: unknown[]) => AsyncIterable<unknown>).apply(target, given)) {
            step();
            yield element;
          }
        };
      }
      const member = Reflect.get(target, key, target) as unknown;
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

for (const linked of programs as Linked[]) {
  for (const name in linked.scripts) {
    const script = new Watched(linked, name);
    // Variables and constants of the program come to the device with its first run, and stay.
    const { printed, result, error } = await script.run({ failAt: 0, stopAt: 0 });
    const { calls, steps, live, left, error: again } = await script.run({ failAt: 0, stopAt: 0 });
    const held = backend.liveTensors() - script.held();
    const leaks: string[] = left ? [`undisturbed: ${left}`] : [];
    const frees: string[] = again.includes("already freed") ? [`undisturbed, again: ${again}`] : [];
    const disturbances = [
      ...places(calls).map((failAt) => ({ failAt, stopAt: 0 })),
      ...places(steps).map((stopAt) => ({ failAt: 0, stopAt })),
    ];
    for (const d of disturbances) {
      const { left, error } = await script.run(d);
      if (left) {
        // A run that was cut short may leave variables that share memory, or no longer share it: a whole run tells.
        await script.run({ failAt: 0, stopAt: 0 });
        if (backend.liveTensors() - script.held() !== held) leaks.push(`${JSON.stringify(d)}: ${left}`);
      }
      if (error.includes("already freed")) frees.push(`${JSON.stringify(d)}: ${error}`);
    }
    const program = linked.program.name;
    const disturbed = disturbances.length;
    const told = { printed, result, error, calls, steps, disturbed, live, leaks, frees };
    console.log(JSON.stringify({ program, script: name, ...told }));
  }
}
