/** Opens a session for a program: what `chunks/session.js` of a bundle calls, in a worker or on the page's thread. */

import { chooseBackend, type BackendLoaders } from "../app/choose_backend.js";
import type { Program } from "../app/contract.js";
import { openCache } from "../cache/cache.js";
import { Session, type Scripts } from "./session.js";

export interface OpenOptions {
  base: string; // the URL of the bundle's folder
  backend: string;
  cache: boolean;
}

/** News from the session: a notice, or how many bytes of how many are loaded. */
export type Listener = (news: { notice: string } | { loaded: number; total: number }) => void;

export type OpenSession = (options: OpenOptions, tell: Listener) => Promise<Session>;

export function defineSession(
  { program, scripts, backends }: { program: Program; scripts: Scripts; backends: BackendLoaders },
): OpenSession {
  return async ({ base, backend: requested, cache }, tell) => {
    const { backend, functions, notices } = await chooseBackend(requested, backends, new URL("chunks/", base));
    for (const notice of notices) tell({ notice });
    const shards = [
      ...program.variables.flatMap(({ shard }) => shard ?? []),
      ...Object.values(program.datasets).flatMap(({ elements }) => elements.flatMap((element) => element.shards)),
    ];
    const store = cache && shards.length
      ? await openCache(base, shards.map((shard) => shard.sha256), (notice) => tell({ notice }))
      : undefined;

    let loaded = 0, total = 0, told = 0;
    return new Session(program, scripts, backend, functions, {
      base,
      cache: store,
      expect(count) {
        total += count;
      },
      onBytes(count) {
        loaded += count;
        if (loaded < total && performance.now() - told < 50) return;
        told = performance.now();
        tell({ loaded, total });
      },
    });
  };
}
