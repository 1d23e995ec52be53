/** Tabs that want the same file take turns, so that one fetches it and the others find it in the cache. */

/** Milliseconds after which a tab goes on by itself: the one before it may be asleep. */
const PATIENCE = 15_000;

/** Resolves when it is this tab's turn, or there is none to wait for; what it gives ends the turn. */
export function turn(key: string, signal?: AbortSignal): Promise<() => void> {
  const locks = globalThis.navigator?.locks as LockManager | undefined; // none on pages that came over http://
  if (!locks) return Promise.resolve(() => {});
  const waiting = new AbortController();
  const giveUp = (): void => waiting.abort();
  const timer = setTimeout(giveUp, PATIENCE);
  signal?.addEventListener("abort", giveUp);
  if (signal?.aborted) giveUp();
  return new Promise<() => void>((resolve) => {
    const held = (): Promise<void> => new Promise((end) => resolve(end));
    // Rejects where a policy forbids locks too.
    locks.request(`bml ${key}`, { signal: waiting.signal }, held).catch(() => resolve(() => {}));
  }).finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  });
}
