/** One file of numbers: from the cache or the network, verified, unzipped. */

import { download, FileError, type Bytes } from "./download.js";
import { hash } from "./hash.js";

/** Where a file is and what it must be: its size and SHA-256 as shipped (zipped). */
export interface Shard {
  file: string;
  bytes: number;
  sha256: string;
}

export interface Cache {
  get(key: string): Promise<Bytes | undefined>;
  put(key: string, bytes: Bytes): Promise<void>;
  delete(key: string): Promise<void>;
}

export interface Loader {
  locate(file: string): URL; // a bundler may have moved it
  cache?: Cache | undefined;
  expect(count: number): void; // so many bytes are going to come
  onBytes(count: number): void; // so many came
  signal?: AbortSignal;
}

/** The unzipped contents of a shard. A damaged copy in a cache is fetched again; one from the network is an error. */
export async function loadShard(shard: Shard, { locate, cache, onBytes, signal }: Loader): Promise<ArrayBuffer> {
  const { file, bytes: size, sha256 } = shard;
  const cached = await cache?.get(sha256);
  if (cached) {
    if (await hash(cached) === sha256) {
      onBytes(size);
      return unzip(cached, file);
    }
    await cache!.delete(sha256);
  }
  let received = await download(file, locate(file), onBytes, signal);
  let digest = await hash(received);
  if (digest !== sha256) {
    // The browser's own cache may have kept a damaged answer, or one of an earlier build: once more, past it.
    onBytes(-received.length);
    received = await download(file, locate(file), onBytes, signal, "reload");
    digest = await hash(received);
  }
  if (digest !== sha256) {
    const short = received.length < size ? " (it is cut short)" : received.length > size ? " (it is too long)" : "";
    throw new FileError(file, `${size} bytes with SHA-256 ${sha256}`,
      `${received.length} bytes${short} with ${digest}`,
      "The file is damaged or belongs to another build: reload the page, or else copy the whole output folder again.");
  }
  // Not awaited: training need not wait for the disk, and what fails there the cache itself reports.
  void cache?.put(sha256, received);
  return unzip(received, file);
}

function unzip(bytes: Bytes, file: string): Promise<ArrayBuffer> {
  if (!globalThis.DecompressionStream) {
    throw new FileError(file, "a browser with DecompressionStream", "none", "Use Chrome 80, Firefox 113, Safari 16.4 or newer.");
  }
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
