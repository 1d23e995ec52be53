/** Brings the bytes of one file of the bundle: over the network, or from the disk in Node. */

import { fetchFile, type FetchOptions } from "./fetch_file.js";

export type Bytes = Uint8Array<ArrayBuffer>;

/** What went wrong with a file of the bundle: which one, what was expected, what was received, what to do. */
export class FileError extends Error {
  override name = "FileError";
  constructor(file: string, expected: string, received: string, advice: string) {
    super(`${file}: expected ${expected}, received ${received}. ${advice}`);
  }
}

export async function download(
  file: string, url: URL, options: FetchOptions,
): Promise<Bytes> {
  const { onBytes, signal } = options;
  const chunks: Bytes[] = [];
  let failure = "";
  try {
    if (!url.protocol.startsWith("http")) {
      chunks.push(await (await import("./local.js")).readLocal(url));
      onBytes(chunks[0]!.length);
    } else {
      chunks.push(...await fetchFile(url, options));
    }
  } catch (error) {
    signal?.throwIfAborted();
    failure = (error as Error).message;
  }
  if (failure) {
    throw new FileError(file, `the file at ${url}`, failure,
      "Check the connection, and that the whole output folder was copied to the server. If the program was updated since this page was opened, reload it.");
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
