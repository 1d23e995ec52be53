/**
 * What passes between the generated code, the runtime and the page: docs/architecture.md, as types. Types only, but
 * for the size of a shape.
 */

import type { Backend, HostArray, Tensor } from "../backends/backend.js";
import type { ElementInfo } from "../data/rows.js";
import type { Shard } from "../data/shard.js";
import type { Seeds } from "../memory/instance.js";
import type { Gate } from "../memory/pieces.js";
import type { Initializer } from "../random/initializers.js";
import type { Stream } from "../random/mt19937.js";

export type { Backend, HostArray, Tensor };
export type DType = HostArray["dtype"];

/** An int, or an affine expression over symbols: "n", "64*n - 1". */
export type Dim = number | string;

export interface TensorType {
  shape: Dim[];
  dtype: DType;
}

export interface VariableInfo {
  name: string;
  shape: number[];
  dtype: DType;
  trainable: boolean;
  initializer?: Initializer;
  draw?: number; // of what a script makes: which of its seeds stands in the initializer's key
  shard?: Shard;
}

export interface FunctionInfo {
  params: ({ name: string } & TensorType)[];
  results: TensorType[];
  captures: string[]; // names of variables, in the order in which the function takes them
  updates: string[]; // names of variables, in the order in which it returns their new values
  waits?: true; // it may be left between its pieces
}

export interface ModelInfo {
  trainStep: string;
  testStep: string;
  predictStep: string;
  logs: string[];
  testLogs?: string[]; // where the test step gives others
  metricVariables: string[]; // which begin anew with each epoch and evaluation
}

export interface ParamInfo {
  name: string;
  type: string; // int, float, bool, str, image, numbers, tensor
  default?: unknown;
  shape?: Dim[];
  min?: number;
  max?: number;
  examples?: number; // of the data set that a batch size is for
}

export interface ExportInfo {
  kind: string; // script, function
  function?: string;
  params: ParamInfo[];
  result?: ResultInfo | null;
}

export interface ResultInfo {
  type: string; // tensor, probabilities, image
  labels?: string[];
  single?: boolean; // the probabilities of one element
  shape?: number[];
  structure?: Structure; // of a tensor; of one alone it is left out
}

/** Where each result of a function stands in what it gives: a position, a list, or an object. */
export type Structure = number | Structure[] | { keys: string[]; items: Structure[] };

export interface Program {
  name: string;
  version: string; // of the build
  source: string;
  title: string;
  variables: VariableInfo[];
  own?: number; // so many variables there are when it begins: those that scripts make come behind
  functions: Record<string, FunctionInfo>;
  datasets: Record<string, { size: number; elements: ElementInfo[] }>;
  models: Record<string, ModelInfo>;
  exports: Record<string, ExportInfo>;
  groups?: Record<string, string[]>; // names of the variables of what each line of a script makes, and of what scripts reset
  draws?: Record<string, number>; // by lines of scripts that make objects: seeds that they draw
  seed?: number; // of the scripts' random numbers; 0 where there is none
  streams?: { readonly [name in "python" | "numpy"]?: Stream }; // where the file left them, if it drew or seeded
}

/** The functions of a `functions.<backend>.js`: parameters and captures in, results and updates out; later, of one in pieces. */
export type TensorFunctions = Record<string, (params: Tensor[], captures: Tensor[], seeds?: Seeds, reins?: Gate) => Returned | Promise<Returned>>;
export type Returned = [results: Tensor[], updates: Tensor[]];

export type Logs = Record<string, number>;

/** What a script says of its run: numbers for the charts, strings and bools for the reader. */
export type Values = Record<string, number | string | boolean>;

/** What `bml.plot` says: values as of a log, and whole curves where they have an x. */
export type PlotValues = Record<string, number | string | boolean | number[]>;

/**
 * Epochs count from 1; `batch` is how many batches of the epoch are done. Times are milliseconds, pauses left out.
 * Each log is also a field of its event.
 */
export type RunEvent =
  | ({ logs: Logs } & (
    | { type: "start"; epochs: number; stepsPerEpoch: number }
    | { type: "batch"; epoch: number; batch: number; batches: number; elapsed: number; remaining: number }
    | { type: "epoch"; epoch: number; epochs: number; elapsed: number }
    | { type: "paused" } | { type: "resumed" }
    | { type: "progress"; done: number; total: number; label?: string } // bml.progress, tqdm
    | { type: "print"; text: string } // print, without the end of the line
    | { type: "notice"; text: string } // once a run: the first of its logs that is NaN or infinite, which `logs` holds
    | { type: "dropped"; count: number } // that many events waited too long for their reader
    | { type: "end"; reason: "completed" | "stopped" }))
  | { type: "log"; logs: Values; text: string; elapsed: number } // bml.log: `text` is the line that Python prints
  | { type: "plot"; logs: PlotValues }; // bml.plot

export interface Report {
  accuracy: number;
  loss: number;
  labels: string[];
  perClass: { label: string; accuracy: number; count: number }[];
  confusion: number[][]; // rows: truth, columns: prediction
  samples: { image: HostArray; expected: number; predicted: number; probabilities: number[] }[]; // -1 predicted: NaN
}

export interface Memory {
  liveTensors: number;
  liveBytes: number;
  kernelCalls: number;
}

/** The number of elements of a shape. */
export function size(shape: number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
