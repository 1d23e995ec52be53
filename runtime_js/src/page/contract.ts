/**
 * What the page knows of the rest: the description of a program, and the part of an `App` that it calls
 * (docs/architecture.md). Structural, so that the page depends on no module that runs kernels.
 */

export interface HostArray {
  shape: number[];
  dtype: "float32" | "int32" | "bool" | "uint8";
  data: Float32Array | Int32Array | Uint8Array;
}

export interface Param {
  name: string;
  type: string; // "int" | "float" | "bool" | "str" | "image" | "tensor"
  default?: unknown;
  shape?: (number | string)[];
}

export interface Export {
  kind: string; // "script" | "function"
  params: Param[];
  result?: { type: string; labels?: string[] } | null;
}

export interface Program {
  name: string;
  title: string;
  source?: string;
  backends?: string[]; // the ones this bundle was built for; all four when left out
  variables?: { shard?: unknown }[];
  models?: Record<string, { logs?: string[] }>;
  exports: Record<string, Export>;
}

export interface RunEvent {
  type: string; // "start" | "batch" | "epoch" | "paused" | "resumed" | "end"
  logs?: Record<string, number>;
  epochs?: number;
  batch?: number; // batches finished in this epoch, from 1
  batches?: number;
  elapsed?: number; // ms
  remaining?: number; // ms
  reason?: string; // "completed" | "stopped"
}

export interface Run extends AsyncIterable<RunEvent> {
  pause(): void;
  resume(): void;
  stop(): void;
}

export interface Sample {
  image: HostArray;
  expected: number;
  predicted: number;
  probabilities: ArrayLike<number>;
}

export interface Report {
  accuracy: number;
  loss: number;
  labels: string[];
  perClass: { label: string; accuracy: number; count: number }[];
  confusion: number[][]; // rows: truth, columns: prediction
  samples: Sample[];
}

export interface Memory {
  liveTensors: number;
  liveBytes: number;
}

export interface App {
  readonly backend: string;
  readonly description: string;
  readonly notices: string[];
  report(options?: { samples?: number }): Promise<Report>;
  memory(): Promise<Memory>;
  getWeights(): Promise<Record<string, HostArray>>;
  setWeights(weights: Record<string, HostArray>): Promise<void>;
  dispose(): Promise<void>;
}

export interface Download {
  loaded: number; // bytes
  total: number;
  what: string; // "data", "weights"
}

export interface LoadOptions {
  backend: string;
  worker: boolean;
  cache: boolean;
  onprogress: (download: Download) => void;
}

export type Load = (options: LoadOptions) => Promise<App>;

/** The scripts and functions of an app are members under the names that the program exports. */
export function script(app: App, name: string): (args: Record<string, unknown>) => Run {
  return (args) => (app as unknown as Record<string, (args: object) => Run>)[name]!(args);
}

export function tensorFunction(app: App, name: string): (...inputs: unknown[]) => Promise<unknown> {
  return (...inputs) => (app as unknown as Record<string, (...inputs: unknown[]) => Promise<unknown>>)[name]!(...inputs);
}
