/** One file over the network: within a limit for every wait, and again after a failure that may be gone the next time. */

import type { Bytes } from "./download.js";

export interface FetchOptions {
  onBytes: (count: number) => void; // less than 0: what came was no good
  signal?: AbortSignal | undefined;
  cache?: RequestCache;
  patience?: number; // ms without a byte
}

/** Milliseconds without a byte after which a connection counts as broken. */
const PATIENCE = 20_000;
/** Milliseconds before the next try. */
const PAUSE = 300;
const TRIES = 3;

/** What another try does not change. */
class Refused extends Error {}

/** Rejects with the reason of `signal` as soon as it is aborted, with what went wrong after the last try. */
export async function fetchFile(url: URL, options: FetchOptions): Promise<Bytes[]> {
  const { onBytes, signal } = options;
  for (let tries = 1; ; tries++) {
    let got = 0;
    const count = (bytes: number): void => {
      got += bytes;
      onBytes(bytes);
    };
    try {
      return await attempt(url, { ...options, onBytes: count });
    } catch (error) {
      onBytes(-got);
      signal?.throwIfAborted();
      if (error instanceof Refused) throw error;
      if (tries === TRIES) throw new Error(`${(error as Error).message} (tried ${TRIES} times)`);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    signal?.throwIfAborted();
  }
}

async function attempt(url: URL, { onBytes, signal, cache = "default", patience = PATIENCE }: FetchOptions): Promise<Bytes[]> {
  const limit = new AbortController();
  const stop = (): void => limit.abort(signal!.reason);
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => limit.abort(new Error(`no byte within ${patience / 1000} seconds`)), patience);
  };
  try {
    wait();
    const response = await fetch(url, { cache, signal: limit.signal });
    if (!response.ok) throw new (response.status < 500 ? Refused : Error)(`HTTP status ${response.status}`);
    const chunks: Bytes[] = [];
    const reader = response.body!.getReader();
    for (;;) {
      wait();
      const { done, value } = await reader.read();
      if (done) return chunks;
      chunks.push(value);
      onBytes(value.length);
    }
  } catch (error) {
    throw limit.signal.aborted ? limit.signal.reason : error; // some browsers say only that it was aborted
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}
