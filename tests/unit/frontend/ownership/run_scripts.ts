/**
 * Runs every script of the linked programs on a real backend, again and again: undisturbed, with a tensor function that
 * fails at each of its calls, and stopped at each step. Prints a line of JSON for each script: what it printed, how it
 * ended, and after which runs tensors were left. `node.py` links it with `programs`.
 */

import type { Program, RunEvent, TensorFunctions } from "@bml/runtime/app/contract.js";
import type { Backend } from "@bml/runtime/backends/backend.js";
import { start } from "@bml/runtime/backends/cpu.js";
import type { Loader } from "@bml/runtime/data/shard.js";
import { ValueError } from "@bml/runtime/python/exceptions.js";
import { scriptRuns, type ScriptRun } from "@bml/runtime/training/script_run.js";
import { Session, type Scripts } from "@bml/runtime/training/session.js";
import { programs } from "programs";

interface Linked {
  program: Program;
  scripts: Scripts;
  tensorFunctions: (backend: Backend) => TensorFunctions;
  base: string;
}

/** Where a run is disturbed, counted from one; 0 for never. */
interface Disturbance {
  failAt: number;
  stopAt: number;
}

interface Outcome {
  printed: string[];
  error: string;
  calls: number;
  steps: number;
  left: number;
  /** The least and the most live tensors at a step, the first ten left out. */
  live: [number, number];
}

const MOST = 40; // disturbances of one kind

const backend = await start({ base: new URL(import.meta.url) });

async function once(linked: Linked, name: string, session: (d: Disturbance, outcome: Outcome) => Session, d: Disturbance): Promise<Outcome> {
  const outcome: Outcome = { printed: [], error: "", calls: 0, steps: 0, left: 0, live: [Infinity, 0] };
  const before = backend.liveTensors();
  const opened = session(d, outcome);
  const emit = (event: RunEvent): void => { if (event.type === "print") outcome.printed.push(event.text); };
  try {
    await opened.run(1, name, {}, emit);
  } catch (error) {
    outcome.error = `${(error as Error).name}: ${(error as Error).message}`;
  }
  outcome.left = backend.liveTensors() - before;
  return outcome;
}

/** A session whose tensor functions and steps are counted and disturbed. */
function disturbed({ program, scripts, tensorFunctions, base }: Linked, d: Disturbance, outcome: Outcome): Session {
  const functions = tensorFunctions(backend);
  for (const [name, fn] of Object.entries(functions)) {
    functions[name] = (...given) => {
      if (++outcome.calls === d.failAt) throw new ValueError("injected");
      return fn(...given);
    };
  }
  const watched: Scripts = {};
  for (const [name, script] of Object.entries(scripts)) {
    watched[name] = (scope, args, run) => script(scope, args, watch(run!, d, outcome, () => session.command(1, "stop")));
  }
  const loader: Loader = { base, cache: undefined, expect() {}, onBytes() {} };
  const session = new Session(program, watched, backend, functions, loader, scriptRuns);
  return session;
}

/** The run, whose steps are counted, also those over data sets, and stopped. */
function watch(run: ScriptRun, { stopAt }: Disturbance, outcome: Outcome, stop: () => void): ScriptRun {
  function step(): void {
    if (++outcome.steps > 10) {
      const live = backend.liveTensors();
      outcome.live = [Math.min(outcome.live[0], live), Math.max(outcome.live[1], live)];
    }
    if (outcome.steps === stopAt) stop();
  }
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
    const session = (d: Disturbance, outcome: Outcome): Session => disturbed(linked, d, outcome);
    // Variables and constants of the program come to the device with its first run, and stay.
    await once(linked, name, session, { failAt: 0, stopAt: 0 });
    const whole = await once(linked, name, session, { failAt: 0, stopAt: 0 });
    const leaks: string[] = whole.left ? [`undisturbed: ${whole.left}`] : [];
    const frees: string[] = [];
    const disturbances = [
      ...Array.from({ length: Math.min(whole.calls, MOST) }, (_, k) => ({ failAt: k + 1, stopAt: 0 })),
      ...Array.from({ length: Math.min(whole.steps, MOST) }, (_, k) => ({ failAt: 0, stopAt: k + 1 })),
    ];
    for (const d of disturbances) {
      const { left, error } = await once(linked, name, session, d);
      if (left) leaks.push(`${JSON.stringify(d)}: ${left}`);
      if (error.includes("already freed")) frees.push(`${JSON.stringify(d)}: ${error}`);
    }
    const { printed, error, calls, steps, live } = whole;
    console.log(JSON.stringify({ program: linked.program.name, script: name, printed, error, calls, steps, live, leaks, frees }));
  }
}
