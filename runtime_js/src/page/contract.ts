/** What the page knows of the rest, types only: it takes a program's description and its `load`, and runs no kernel. */

import type { ExportInfo, FunctionInfo, HostArray, ModelInfo, ParamInfo, Report, RunEvent, VariableInfo } from "../app/contract.js";
import type { App, LoadOptions } from "../app/define.js";
import type { Run } from "../app/run.js";

export type { App, HostArray, Report, Run, RunEvent };
export type Param = ParamInfo;
export type Export = ExportInfo;
export type FunctionState = Pick<FunctionInfo, "captures" | "updates">;
export type Memory = Awaited<ReturnType<App["memory"]>>;
export type Sample = Report["samples"][number];
export type Load = (options: LoadOptions) => Promise<App>;
export type Download = Parameters<NonNullable<LoadOptions["onprogress"]>>[0];

/** The part of a program's description that the page reads. */
export interface Program {
  name: string;
  title: string;
  source: string;
  variables: Pick<VariableInfo, "shard">[];
  models: Record<string, Pick<ModelInfo, "logs">>;
  functions: Record<string, FunctionState>;
  exports: Record<string, Export>;
}

/** What this bundle was built for, in the order in which they are tried: names and titles. */
export type Backends = Record<string, string>;

/** The scripts and functions of an app are members under the names that the program exports. */
export function script(app: App, name: string): (args: Record<string, unknown>) => Run {
  return (app as unknown as Record<string, (args: object) => Run>)[name]!;
}

export function tensorFunction(app: App, name: string): (...inputs: unknown[]) => Promise<unknown> {
  return (app as unknown as Record<string, (...inputs: unknown[]) => Promise<unknown>>)[name]!;
}
