/**
 * Runs every compiled program, one after another, as a session runs a script, and prints a line of JSON for each.
 * tests/scripts/compiled.py links it with the module `compiled`.
 */

import type { RunEvent } from "@bml/runtime/app/contract.js";
import { start } from "@bml/runtime/backends/cpu.js";
import { Control } from "@bml/runtime/training/control.js";
import { scriptRuns } from "@bml/runtime/training/script_run.js";
import { State } from "@bml/runtime/training/state.js";
import { programs } from "compiled";

/** A value as JSON: numbers that it lacks as text, a dictionary as pairs. */
function plain(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return { pairs: [...value].map(plain) };
  if (typeof value === "object" && value !== null) return { pairs: Object.entries(value).map(plain) };
  return value ?? null;
}

const backend = await start({ base: new URL(import.meta.url) });
const table = { name: "programs", version: "", source: "", title: "", variables: [], functions: {}, datasets: {}, models: {}, exports: {} };

for (const [id, main] of Object.entries(programs)) {
  const outcome = { id, printed: "", result: null as unknown, error: "" };
  const control = new Control((event: RunEvent) => {
    if (event.type === "print" || event.type === "log") outcome.printed += `${event.text}\n`;
  });
  const state = new State(backend, table, {}, { locate: (file) => new URL(file), expect() {}, onBytes() {} });
  const run = scriptRuns(state)(control);
  try {
    outcome.result = plain(await control.run(() => run.run(() => main({}, {}, run))));
  } catch (error) {
    outcome.error = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  console.log(JSON.stringify(outcome));
}
