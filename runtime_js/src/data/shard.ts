/** One file of numbers: from the cache or the network, verified, unzipped. */

import { download, FileError, type Bytes } from "./download.js";
import { hash } from "./hash.js";
import { turn } from "./turns.js";

/** A file as shipped (zipped), named by the first 128 bits of its SHA-256: `data/<32 hexadecimal digits>.bin`. */
export interface Shard {
  file: string;
  bytes: number;
}

/** What its name says that the SHA-256 of a shard begins with. Caches know it by this. */
export const keyOf = ({ file }: Shard): string => file.replace(/.*\/|\..*/g, "");

export interface Cache {
  get(key: string): Promise<Bytes | undefined>;
  put(key: string, bytes: Bytes): Promise<void>;
  delete(key: string): Promise<void>;
  /** Once what is being put is there. */
  close(): void;
}

export interface Loader {
  locate(file: string): URL; // a bundler may have moved it
  cache?: Cache | undefined;
  expect(count: number): void; // so many bytes are going to come; less than 0: will not come after all
  onBytes(count: number): void; // so many came
  signal?: AbortSignal;
  patience?: number; // ms without a byte
}

/** The unzipped contents of a shard. A damaged copy in a cache is fetched again; one from the network is an error. */
export async function loadShard(shard: Shard, loader: Loader): Promise<ArrayBuffer> {
  const { cache, expect } = loader;
  expect(shard.bytes);
  try {
    return await (cache ? throughCache(shard, cache, loader) : unzip(await fetchShard(shard, loader), shard.file));
  } catch (error) {
    expect(-shard.bytes);
    throw error;
  }
}

async function throughCache(shard: Shard, cache: Cache, loader: Loader): Promise<ArrayBuffer> {
  const { onBytes, signal } = loader;
  const { file } = shard, key = keyOf(shard);
  let contents = await kept(shard, cache);
  if (!contents) {
    const endTurn = await turn(key, signal);
    try {
      contents = await kept(shard, cache); // by the tab that had its turn before
      if (!contents) {
        const received = contents = await fetchShard(shard, loader);
        // Not awaited: training need not wait for the disk, and what fails there the cache itself reports.
        void cache.put(key, received).finally(endTurn);
        return await unzip(received, file);
      }
    } catch (error) {
      endTurn();
      throw error;
    }
    endTurn();
  }
  onBytes(contents.length);
  return unzip(contents, file);
}

/** What a cache has of a shard. */
async function kept(shard: Shard, cache: Cache): Promise<Bytes | undefined> {
  const key = keyOf(shard);
  const cached = await cache.get(key);
  if (!cached || (await hash(cached)).startsWith(key)) return cached;
  await cache.delete(key);
  return undefined;
}

async function fetchShard(shard: Shard, loader: Loader): Promise<Bytes> {
  const { file, bytes: size } = shard, key = keyOf(shard);
  const { locate, onBytes, signal, patience } = loader;
  const options = { onBytes, signal, ...(patience === undefined ? {} : { patience }) };
  let received = await download(file, locate(file), options);
  let digest = await hash(received);
  if (!digest.startsWith(key)) {
    // The browser's own cache may have kept a damaged answer, or one of an earlier build: once more, past it.
    onBytes(-received.length);
    received = await download(file, locate(file), { ...options, cache: "reload" });
    digest = await hash(received);
  }
  if (!digest.startsWith(key)) {
    onBytes(-received.length);
    const short = received.length < size ? " (it is cut short)" : received.length > size ? " (it is too long)" : "";
    throw new FileError(file, `${size} bytes with SHA-256 ${key}…`,
      `${received.length} bytes${short} with ${digest}`,
      "The file is damaged or belongs to another build: reload the page, or else copy the whole output folder again.");
  }
  return received;
}

function unzip(bytes: Bytes, file: string): Promise<ArrayBuffer> {
  if (!globalThis.DecompressionStream) {
    throw new FileError(file, "a browser with DecompressionStream", "none", "Use Chrome 80, Firefox 113, Safari 16.4 or newer.");
  }
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
