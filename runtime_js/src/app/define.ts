/** `load`, as a bundle's entry exports it: an `App` over a session in a worker, or on this thread where there is none. */

import { connect, type Connection, type SessionHandle } from "../worker/connect.js";
import { startWorker } from "../worker/start.js";
import type { Listener, OpenSession } from "../training/open.js";
import type { HostArray, Memory, Report } from "./contract.js";
import { located, startRun, type Run } from "./run.js";

export interface LoadOptions {
  base?: string | URL; // where the folder is, for those who host it apart from the code that imports its entry
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

/** `chunks/session.js` as a module. */
export interface SessionModule {
  build: string;
  open: OpenSession;
}

/** What a bundle's entry knows: the name of its workers, which build it is of, its own URL, and two ways to `chunks/session.js`. */
export interface Entry {
  name: string;
  build: string;
  url: string | undefined; // none where a bundler makes something else than a module
  makeWorker: () => Worker;
  loadSession: () => Promise<SessionModule>;
}

export function defineApp(entry: Entry): Load {
  return async ({ base, backend = "auto", worker = true, cache = true, onprogress, ...others } = {}) => {
    for (const key in others) {
      throw new TypeError(`load: expected options among { base, backend, worker, cache, onprogress }, received "${key}".`);
    }
    const notices: string[] = [];
    const folder = folderOf(entry, base);
    const options = { ...(base === undefined ? {} : { base: folder.href }), bundle: `${folder}${entry.name}`, backend, cache };
    const tell: Listener = (news) => {
      if (typeof news !== "string") return onprogress?.(news);
      notices.push(news);
      if (slower.test(news)) console.warn(`bml: ${news}`);
    };
    let connection: Connection | undefined;
    if (worker && globalThis.Worker) {
      const file = new URL("chunks/session.js", folder);
      const make = (): Worker => startWorker(file, entry.name, base === undefined ? entry.makeWorker : undefined);
      const started = await connect(make).catch((error) => {
        tell(`worker: ${error.message}; running on the page's own thread`);
      });
      if (started && started.build !== entry.build) {
        started.end();
        throw updated();
      }
      connection = await started?.open(options, tell);
    }
    if (!connection) {
      const session = await entry.loadSession();
      if (session.build !== entry.build) throw updated();
      connection = { session: await session.open(options, tell) as unknown as SessionHandle, end() {} };
    }
    return makeApp(connection, notices);
  };
}

/** Notices that whoever embeds the program should not miss. */
const slower = /the page's own thread$|; using cpu$/;

function folderOf({ url }: Entry, base: string | URL | undefined): URL {
  if (base !== undefined) return new URL(`${base}`.replace(/[^/]$/, "$&/"), globalThis.document?.baseURI ?? globalThis.location?.href);
  if (url) return new URL(".", url);
  throw new Error("load: expected the URL of this module, received none: the bundler's output is not a module. "
    + "Let it write ES modules, or host the folder that bml built and pass its address: load({ base }).");
}

/** Two builds in one page would give the weights of one the meaning of the other. */
function updated(): Error {
  return new Error("load: expected all files of one build, received a session of another: the program was updated. Reload the page.");
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
