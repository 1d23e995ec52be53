/** What the parity checks in Python and the harness say to each other, one JSON object each way. */

export interface EncodedArray {
  shape: number[];
  dtype: "float32" | "int32" | "bool" | "uint8";
  data: string; // base64 of the little-endian bytes
}

/** An argument: its values, or the name of a tensor that an earlier call left on the device. */
export type Argument = EncodedArray | { held: string };

export type Request =
  | { kind: "start"; backend: string }
  | { kind: "call"; backend: string; call: CallRequest }
  | { kind: "profile"; backend: string; call: CallRequest }
  | { kind: "hold"; backend: string; tensors: Record<string, EncodedArray> }
  | { kind: "read"; backend: string; names: string[] }
  | { kind: "release"; backend: string; names: string[] }
  | { kind: "memory"; backend: string }
  | { kind: "close"; backend: string };

export interface CallRequest {
  function: string;
  inputs: Argument[];
  captures: Argument[];
  /** Names under which the updates stay on the device, replacing what had these names; null: the updates come back. */
  keep: string[] | null;
  /** How often the function is called; with `keep` each call sees the updates of the one before it. */
  repeat: number;
}

export interface CallReply {
  outs: EncodedArray[]; // of the last call
  updates: EncodedArray[]; // empty with `keep`
  kernelCalls: number; // of the last call
  milliseconds: number[]; // of each call, until its first out could be read
  memory: { argumentBytes: number; peakBytes: number }; // the peak of the last call, over what was live before it without its arguments
  plan: PlanReply | null; // of a function that runs by plan
}

export interface PlanReply {
  bytes: number; // of its arena
  peak: number; // of what it makes, results too
}

/** What one kernel call of a function took while the function ran once. */
export interface CallCosts {
  runs: number; // more than one in a loop
  milliseconds: number;
  bytes: number; // allocated
}

/** Of a function that yields what its kernels give; the first call warms up and is left out. */
export interface ProfileReply {
  calls: {
    milliseconds: number; // from the first kernel to the last
    kernels: Record<number, CallCosts>; // by the number of the kernel call; none of those that did not run
  }[];
  argumentBytes: number;
  peakBytes: number; // over what was live before it without its arguments
  peakCall: number; // the kernel call during which that was reached, -1 for none
}

export interface StartReply {
  description: string;
  functions: string[];
}

export interface MemoryReply {
  liveTensors: number; // by the tfjs backend's own count
  liveBytes: number;
}

export type Reply = { ok: unknown } | { error: string };
