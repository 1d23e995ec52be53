/** `load`, as a bundle's entry exports it: an `App` over a session in a worker, or on this thread where there is none. */

import { connect, type Connection, type SessionHandle } from "../worker/connect.js";
import type { Listener, OpenSession } from "../training/open.js";
import type { HostArray, Memory, Report } from "./contract.js";
import { located, startRun, type Run } from "./run.js";

export interface LoadOptions {
  backend?: string; // "auto", or a name to begin with
  worker?: boolean;
  cache?: boolean;
  onprogress?: (download: { loaded: number; total: number; what: string }) => void; // bytes of data and weights
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

export type Load = (options?: LoadOptions) => Promise<App>;

/** A bundle's entry gives its own URL and two ways to `chunks/session.js`: as a worker, and as a module. */
export function defineApp(base: string, makeWorker: () => Worker, loadSession: () => Promise<{ open: OpenSession }>): Load {
  return async ({ backend = "auto", worker = true, cache = true, onprogress, ...others } = {}) => {
    for (const key in others) {
      throw new TypeError(`load: expected options among { backend, worker, cache, onprogress }, received "${key}".`);
    }
    const notices: string[] = [];
    const options = { base: new URL(".", base).href, backend, cache };
    const tell: Listener = (news) => {
      if (typeof news === "string") notices.push(news);
      else onprogress?.(news);
    };
    let connection: Connection | undefined;
    if (worker && globalThis.Worker) {
      const start = await connect(makeWorker).catch((error) => {
        tell(`worker: ${error.message}; running on the page's own thread`);
      });
      connection = await start?.(options, tell);
    }
    if (!connection) {
      const session = await (await loadSession()).open(options, tell);
      connection = { session: session as unknown as SessionHandle, end() {} };
    }
    return makeApp(connection, notices);
  };
}

async function makeApp(connection: Connection, notices: string[]): Promise<App> {
  const { session, end } = connection;
  const { exports, backend, description } = await session.info;
  const members: Record<string, unknown> = {};
  for (const name in exports) {
    const exported = exports[name]!;
    members[name] = exported.kind === "script"
      ? (args: Record<string, unknown> = {}): Run => startRun(connection, name, args)
      : async (...inputs: unknown[]) => (await import("./call.js")).callFunction(connection, name, exported, inputs)
        .catch(located);
  }
  return {
    ...members,
    backend,
    description,
    notices,
    report: (options) => session.report(options).catch(located),
    memory: async () => session.memory(), // on this thread it is there at once
    getWeights: () => session.getWeights(),
    setWeights: (weights) => session.setWeights(weights),
    async dispose() {
      await session.close();
      end();
    },
  };
}
