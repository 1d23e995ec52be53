/** `load`, as a bundle's entry exports it: an `App` over a session in a worker, or on this thread where there is none. */

import { connect, here, type Connection } from "../worker/connect.js";
import type { Listener, OpenSession } from "../training/open.js";
import { fits, own, refuse, type Wanted } from "./arguments.js";
import type { HostArray, Memory, Report } from "./contract.js";
import { later } from "./later.js";
import { Link } from "./link.js";
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

const optional = (type: string) => (value: unknown): boolean => value === undefined || typeof value === type;

const OPTIONS: Wanted = {
  base: ["to be a text or a URL", (value) => optional("string")(value) || value instanceof URL],
  backend: ["to be a text", optional("string")],
  worker: ["to be true or false", optional("boolean")],
  cache: ["to be true or false", optional("boolean")],
  onprogress: ["to be a function", optional("function")],
} satisfies Record<keyof LoadOptions, Wanted[string]>;

const REPORT_OPTIONS: Wanted = {
  samples: ["to be a whole number from 0 on", (value) => value === undefined || Number.isInteger(value) && value as number >= 0],
};

export type Load = (options?: LoadOptions) => Promise<App>;

/** The file of the session as a module. */
export interface SessionModule {
  build: string;
  open: OpenSession;
}

/** What a bundle's entry knows: the name of its workers, which build it is of, its own URL, and ways to the session. */
export interface Entry {
  name: string;
  build: string;
  url: string | undefined; // none where a bundler makes something else than a module
  file: string; // the entry's own name
  session: string; // its path in the folder
  /** What is fetched beside it, by backends ("" where none is asked for by name). Of two a page takes the second if it shares memory. */
  ahead: Record<string, (string | [string, string])[]>;
  calls?: true; // a function is likely called before anything is trained
  makeWorker: () => Worker;
  loadSession: () => Promise<SessionModule>;
}

export function defineApp(entry: Entry): Load {
  return async (given = {}) => {
    if (!fits(OPTIONS, given)) await refuse("load", "options", OPTIONS, given);
    const { base, backend = "auto", worker = true, cache = true, onprogress } = own(given);
    const notices: string[] = [];
    const folder = folderOf(entry, base);
    // A bundler has other names for the files, and ways of its own to fetch them; webpack's URL of a module is that of its source.
    const asBuilt = base !== undefined || (entry.url?.startsWith("http") && entry.url.endsWith(`/${entry.file}`));
    const options = { ...(asBuilt ? { base: folder.href } : {}), bundle: `${folder}${entry.name}`, backend, cache };
    const tell: Listener = (news) => {
      if (typeof news !== "string") return onprogress?.(news);
      notices.push(news);
      if (slower.test(news)) console.warn(`bml: ${news}`);
    };
    const ahead = own(entry.ahead); // "toString" is no backend
    for (const path of asBuilt ? ahead[backend] ?? ahead[""] ?? [] : []) {
      fetchAhead(new URL(typeof path === "string" ? path : path[Number(!!globalThis.crossOriginIsolated)]!, folder).href);
    }
    if (entry.calls) later.call().catch(() => {}); // what does not arrive is asked for again when it is needed, and told there
    const connection = (worker && globalThis.Worker ? await inWorker(entry, folder, base !== undefined, tell) : undefined)
      ?? here(await entry.loadSession().catch((error: Error) => unloaded(error, entry, folder)));
    if (connection.build !== entry.build) {
      connection.end();
      return outdated(entry);
    }
    return makeApp(await Link.open(connection, options, tell), notices);
  };
}

const begun = new Set<string>();

/** Milliseconds for a file that is fetched ahead: the session, which waits longer and tries again, must not wait behind a broken connection. */
const STALLED = 15_000;

/**
 * Begins to fetch what the session will ask for, into the browser's cache: it need not ask for one file after the other. What
 * fails here fails there again, and is told then.
 */
function fetchAhead(href: string): void {
  if (!globalThis.document || begun.has(href)) return;
  begun.add(href);
  if (!href.endsWith(".js")) return void fetch(href, { signal: AbortSignal.timeout(STALLED) }).then((response) => response.arrayBuffer()).catch(() => {});
  const link = Object.assign(document.createElement("link"), { rel: "modulepreload", href });
  link.onload = link.onerror = () => link.remove();
  document.head.append(link);
}

/** Notices that whoever embeds the program should not miss. */
const slower = /own thread$|the slowest$/;

function folderOf({ url }: Entry, base: string | URL | undefined): URL {
  if (base !== undefined) return new URL(`${base}`.replace(/[^/]$/, "$&/"), globalThis.document?.baseURI ?? globalThis.location?.href);
  if (url) return new URL(".", url);
  throw new Error("load: expected the URL of this module, received none. Host the folder and pass its URL: load({ base }).");
}

/** Nothing, and a notice, where the page gets no worker. */
async function inWorker(entry: Entry, folder: URL, moved: boolean, tell: Listener): Promise<Connection | undefined> {
  const file = new URL(entry.session, folder);
  try {
    if (!moved && file.origin === globalThis.origin) return await connect(entry.makeWorker);
    const { startWorker } = await import("../worker/start.js");
    return await connect(() => startWorker(file, entry.name, moved ? undefined : entry.makeWorker));
  } catch (error) {
    tell(`worker: ${(error as Error).message}; running on the page's own thread`);
    return undefined;
  }
}

/** Where the session does not arrive: most likely a deploy removed it, and the manifest says so. */
async function unloaded({ message }: Error, entry: Entry, folder: URL): Promise<never> {
  const there = await anew(new URL("manifest.json", folder)).then((response) => response.json()).catch(() => {}) as { program?: string } | undefined;
  if (there?.program && there.program !== entry.build) return outdated(entry);
  throw new Error(`load: ${message}. If the program was updated, reload the page.`);
}

/** Past the browser's cache; the reader is told in any case, and soon. */
const anew = (url: URL | string): Promise<Response> => fetch(url, { cache: "reload", signal: AbortSignal.timeout(5000) });

/**
 * Two builds in one page would give the weights of one the meaning of the other. The browser's cache may have kept the
 * entry for longer than it should: it is made to fetch it anew, so that it helps to reload the page.
 */
async function outdated({ url }: Entry): Promise<never> {
  if (url) await anew(url).catch(() => {});
  throw new Error("load: expected a session of this build, received another: the program was updated. Reload the page.");
}

/** A copy, for the first call: the caller may change its own until the code has come that reads it. Pictures stay as they are. */
function kept(input: unknown): unknown {
  try {
    return "close" in Object(input) ? input : structuredClone(input);
  } catch {
    return input; // a canvas, or what is refused later
  }
}

async function makeApp(link: Link, notices: string[]): Promise<App> {
  const { exports, backend, description } = await link.ask((session) => session.info);
  const locatedHere = (error: unknown): Promise<never> => located(error, link.home);
  const members: Record<string, unknown> = {};
  let calls: typeof import("./call.js") | undefined; // an import, even of what is loaded, waits for a turn of the event loop
  for (const [name, exported] of Object.entries(exports)) {
    members[name] = exported.kind === "script"
      ? (args: unknown = {}, options?: unknown): Run => startRun(link, name, exported.params, args, options)
      : async (...inputs: unknown[]) => {
        if (!calls) inputs = inputs.map(kept);
        calls ??= await later.call();
        return calls.callFunction(link, name, exported, inputs).catch(locatedHere);
      };
  }
  return {
    ...members,
    backend,
    description,
    notices,
    report: async (options = {}) => {
      if (!fits(REPORT_OPTIONS, options)) await refuse("report", "options", REPORT_OPTIONS, options);
      return link.ask((session) => session.report(own(options))).catch(locatedHere);
    },
    memory: () => link.ask((session) => session.memory()),
    getWeights: () => link.ask((session) => session.getWeights()),
    setWeights: async (weights) => {
      const checked = (await later.call()).checkedWeights(weights);
      return link.ask((session) => session.setWeights(checked));
    },
    dispose: () => link.close(),
  };
}
