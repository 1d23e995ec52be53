/** What tests/scripts/compiled.py links: each program by its id, as a script of a bundle. */
declare module "compiled" {
  import type { ScriptRun } from "@bml/runtime/training/script_run.js";

  export const programs: Record<string, (objects: object, args: object, run: ScriptRun) => unknown>;
}
