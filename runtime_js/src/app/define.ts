/** `load`, as a bundle's entry exports it: an `App` over a session in a worker, or on this thread where there is none. */

import { connect, type Connection, type SessionHandle } from "../worker/connect.js";
import type { OpenSession } from "../training/open.js";
import type { ExportInfo, HostArray, Memory, Report } from "./contract.js";
import { startRun, type Run } from "./run.js";

export interface LoadOptions {
  backend?: string; // "auto", or a name to begin with
  worker?: boolean;
  cache?: boolean;
  base?: string | URL; // where the bundle's folder is, if not beside its script
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

/** The result of a function that gives probabilities: the array, and the label of the largest. */
export interface Probabilities extends HostArray {
  labels: string[];
  label: string;
}

export interface Entry {
  base: string;
  worker(): Worker;
  session(): Promise<{ open: OpenSession }>;
}

export function defineApp({ base, worker: makeWorker, session: loadSession }: Entry): (options?: LoadOptions) => Promise<App> {
  return async ({ backend = "auto", worker = true, cache = true, base: from = base, onprogress } = {}) => {
    const notices: string[] = [];
    const options = { base: new URL(".", new URL(from, base)).href, backend, cache };
    const tell: Parameters<OpenSession>[1] = (news) => {
      if ("notice" in news) notices.push(news.notice);
      else onprogress?.({ ...news, what: "data" });
    };

    let connection: Connection | undefined;
    if (worker && globalThis.Worker) {
      const started = await connect(makeWorker).catch((error: Error) => {
        notices.push(`worker: ${error.message}; running on the page's thread`);
      });
      connection = await started?.open(options, tell);
    }
    if (!connection) {
      const { open } = await loadSession();
      const session = await open(options, tell) as unknown as SessionHandle;
      connection = { session, guard: (promise) => promise, end: () => {} };
    }
    return makeApp(connection, notices);
  };
}

async function makeApp(connection: Connection, notices: string[]): Promise<App> {
  const { session, guard, end } = connection;
  const info = await session.info;
  const members: Record<string, unknown> = {};
  for (const [name, exported] of Object.entries(info.exports)) {
    members[name] = exported.kind === "script"
      ? (args: Record<string, unknown> = {}): Run => startRun(connection, name, args)
      : (...inputs: unknown[]) => callFunction(connection, name, exported, inputs);
  }
  return {
    ...members,
    backend: info.backend,
    description: info.description,
    notices,
    report: (options) => guard(session.report(options)),
    memory: async () => guard(session.memory()),
    getWeights: () => guard(session.getWeights()),
    setWeights: (weights) => guard(session.setWeights(weights)),
    async dispose() {
      await guard(session.close());
      end();
    },
  };
}

async function callFunction(
  { session, guard }: Connection, name: string, { params, result }: ExportInfo, inputs: unknown[],
): Promise<unknown> {
  const values = await Promise.all(inputs.map(async (input, i) => {
    const param = params[i];
    if (param?.type !== "image" || Array.isArray(input) || (input as HostArray)?.shape) return input;
    const { isPicture, toImage } = await import("./image.js");
    return isPicture(input) ? toImage(input, param.shape!) : input;
  }));
  const outputs = await guard(session.call(name, values));
  const [output] = outputs as [HostArray];
  if (result?.type === "probabilities" && output.shape.length === 1) {
    const label = result.labels![output.data.indexOf(Math.max(...output.data) as never)];
    return { ...output, labels: result.labels, label };
  }
  return outputs.length === 1 ? output : outputs;
}
