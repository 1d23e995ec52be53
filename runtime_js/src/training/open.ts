/** Opens a session for a program: what `chunks/session.js` of a bundle exports, and serves where it is a worker. */

import { absolute } from "../app/absolute.js";
import { chooseBackend, type BackendLoaders } from "../app/choose_backend.js";
import type { Program } from "../app/contract.js";
import { openCache } from "../cache/cache.js";
import { keyOf } from "../data/shard.js";
import type { Normals } from "../random/initializers.js";
import { serveSession } from "../worker/serve.js";
import { Session, type ScriptRuns, type Scripts } from "./session.js";

export interface OpenOptions {
  base?: string; // the URL of the bundle's folder, unless a bundler has moved its files: then the code's own URLs count
  bundle: string; // what tells it from others of this origin
  backend: string;
  cache: boolean;
}

/** News from the session: a notice, or how many bytes of how many are loaded. */
export type Listener = (news: string | { loaded: number; total: number; what: string }) => void;

export type OpenSession = (options: OpenOptions, tell: Listener) => Promise<Session>;

/**
 * `assets`: where a bundler has put the files of numbers, in the order of their names in the program's tables; `scriptRuns`: given where scripts ask
 * something of their run; `normals`: where variables begin with normal numbers.
 */
export function defineSession(
  assets: (() => Promise<{ assets: URL[] }>) | undefined, program: Program, scripts: Scripts, backends: BackendLoaders, scriptRuns?: ScriptRuns,
  normals?: Normals,
): OpenSession {
  return serveSession(async ({ base, bundle, backend: requested, cache }, tell) => {
    const { backend, functions, notices } = await chooseBackend(requested, backends, tell, base);
    notices.forEach(tell);
    const elements = Object.values(program.datasets).flatMap((dataset) => dataset.elements);
    const files = [...program.variables.flatMap(({ shard }) => shard ?? []), ...elements.flatMap(({ shards }) => shards)];
    const names = [...new Set(files.map(({ file }) => file))].sort(), urls = base === undefined && assets ? (await assets()).assets : [];
    let loaded = 0, total = 0, told = 0;
    return new Session(program, scripts, backend, functions, {
      locate: (file) => base === undefined ? absolute(urls[names.indexOf(file)]!) : new URL(file, base),
      cache: cache ? await openCache(bundle, files.map(keyOf), tell) : undefined,
      expect(count) {
        total += count;
      },
      onBytes(count) {
        loaded += count;
        if (loaded < total && performance.now() - told < 50) return;
        told = performance.now();
        tell({ loaded, total, what: "data" });
      },
    }, scriptRuns, normals);
  }, program.version);
}
