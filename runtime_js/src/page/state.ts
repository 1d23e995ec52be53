/**
 * Where the page is, and what may happen there. Every change of phase goes through this table; a signal that a
 * phase does not list is ignored, so a late event or a double click cannot bring the page into a state with no way out.
 *
 *     idle -> loading -> ready -> training <-> paused
 *                          ^         |  (stop)    |
 *                          |      stopping  <-----+
 *                         done <- measuring
 */

export type Phase =
  | "idle" | "loading" | "ready" | "training" | "paused" | "stopping" | "measuring" | "done" | "error";

export type Signal = "load" | "loaded" | "train" | "pause" | "resume" | "stop" | "measure" | "finish" | "fail";

const transitions: Record<Phase, Partial<Record<Signal, Phase>>> = {
  idle: { load: "loading" },
  loading: { loaded: "ready", fail: "error" },
  ready: { load: "loading", train: "training" },
  training: { pause: "paused", stop: "stopping", measure: "measuring", finish: "done", fail: "ready" },
  paused: { resume: "training", stop: "stopping", measure: "measuring", finish: "done", fail: "ready" },
  stopping: { measure: "measuring", finish: "done", fail: "ready" },
  measuring: { finish: "done", fail: "done" },
  done: { load: "loading", train: "training" },
  error: { load: "loading" },
};

export function next(phase: Phase, signal: Signal): Phase {
  return transitions[phase][signal] ?? phase;
}

export function allows(phase: Phase, signal: Signal): boolean {
  return signal in transitions[phase];
}

/** A fail outside of loading leaves a usable app (the last committed step), so only a failed load ends in "error". */
export class Machine {
  phase: Phase = "idle";

  constructor(private readonly changed: (phase: Phase) => void) {}

  send(signal: Signal): void {
    const phase = next(this.phase, signal);
    if (phase === this.phase) return;
    this.phase = phase;
    this.changed(phase);
  }

  allows(signal: Signal): boolean {
    return allows(this.phase, signal);
  }
}
