/** `Run`: a script at work, as the page sees it: a promise of its result, its events to iterate, its reins. */

import { fits, own, refuse, wantedArguments, type Wanted } from "./arguments.js";
import type { ParamInfo, RunEvent } from "./contract.js";
import { Events } from "./events.js";
import { bringing, later } from "./later.js";
import type { Link } from "./link.js";

/** How a run came to its end. `reason`: of the signal that stopped it. */
export type RunEnd =
  | { status: "completed"; result: unknown }
  | { status: "stopped"; reason?: unknown }
  | { status: "failed"; error: unknown };

export interface Run extends Promise<unknown>, AsyncIterable<RunEvent> {
  /** Never rejects. */
  readonly ended: Promise<RunEnd>;
  pause(): void;
  resume(): void;
  stop(): void;
}

export interface RunOptions {
  signal?: AbortSignal;
}

/** Milliseconds that an error waits for its Python line. */
const PATIENCE = 5000;

/** Rethrows an error with its Python line. One without it is better than one about the code that looks for it, or none. */
export async function located(error: unknown, home: string): Promise<never> {
  let timer: ReturnType<typeof setTimeout>;
  const limit = new Promise<void>((resolve) => { timer = setTimeout(resolve, PATIENCE); });
  const found = later.locate().then(({ locate }) => locate(error as Error, home)).catch(() => {});
  await Promise.race([found, limit]);
  clearTimeout(timer!);
  throw error;
}

const OPTIONS: Wanted = {
  signal: ["to be an AbortSignal", (value) => /^.object (Undefined|AbortSignal)/.test(Object.prototype.toString.call(value))],
};

let runs = 0;

export function startRun(link: Link, name: string, params: ParamInfo[], given: unknown, options: unknown = {}): Run {
  const id = ++runs;
  const bring = bringing(() => void link.ask((session) => session.bringLater()).catch(() => {}));
  const early = new Events(); // what comes before the first iterator, which takes it over
  const watching = new Set<Events>([early]);
  let first = true;
  let reason = "completed"; // of the end
  let over = false;
  const emit = (event: RunEvent): void => {
    if (event.type === "end") reason = event.reason;
    bring(event);
    watching.forEach((events) => events.push(event));
  };
  const command = (word: "pause" | "resume" | "stop"): void => {
    if (!over) link.ask((session) => session.command(id, word)).catch(() => {}); // the run's promise tells of the end
  };
  const stop = (): void => command("stop");

  let signal: AbortSignal | undefined;
  const work = async (): Promise<unknown> => {
    try {
      // Nothing is awaited before the session is asked, or a command could reach it before the run does.
      if (!fits(OPTIONS, options)) await refuse(name, "options", OPTIONS, options);
      const wanted = wantedArguments(params);
      if (!fits(wanted, given)) await refuse(name, "arguments", wanted, given);
      ({ signal } = own(options as RunOptions));
      signal?.throwIfAborted();
      signal?.addEventListener("abort", stop);
      const result = await link.ask((session) => session.run(id, name, own(given as Record<string, unknown>), emit));
      if (reason === "stopped") signal?.throwIfAborted();
      return result;
    } finally {
      over = true;
      signal?.removeEventListener("abort", stop);
    }
  };
  const wasAborted = (error: unknown): boolean => signal?.aborted === true && error === signal.reason;
  const settled = work().catch((error) => (wasAborted(error) ? Promise.reject(error) : located(error, link.home)));
  const ended = settled.then(
    (result): RunEnd => (reason === "stopped" ? { status: "stopped" } : { status: "completed", result }),
    (error): RunEnd => (wasAborted(error) ? { status: "stopped", reason: error } : { status: "failed", error }),
  );
  // A promise of its own, so that a failure which nobody handles is reported: `ended` handles none.
  const result = settled.then((value) => value);

  return Object.assign(result, {
    ended,
    pause: () => command("pause"),
    resume: () => command("resume"),
    stop,
    async *[Symbol.asyncIterator](): AsyncGenerator<RunEvent> {
      const events = first ? early : new Events();
      first = false;
      watching.add(events);
      try {
        yield* events.iterate(result);
      } finally {
        watching.delete(events);
        if (!watching.size) stop(); // the last loop over the events was left
      }
    },
  });
}
