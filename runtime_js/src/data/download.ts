/** Brings the bytes of one file of the bundle: over the network, or from the disk in Node. */

export type Bytes = Uint8Array<ArrayBuffer>;

/** What went wrong with a file of the bundle: which one, what was expected, what was received, what to do. */
export class FileError extends Error {
  override name = "FileError";
  constructor(file: string, expected: string, received: string, advice: string) {
    super(`${file}: expected ${expected}, received ${received}. ${advice}`);
  }
}

export async function download(
  file: string, url: URL, onBytes: (count: number) => void, signal?: AbortSignal, cache: RequestCache = "default",
): Promise<Bytes> {
  const chunks: Bytes[] = [];
  let failure = "";
  try {
    if (!url.protocol.startsWith("http")) {
      chunks.push(await (await import("./local.js")).readLocal(url));
      onBytes(chunks[0]!.length);
    } else {
      const response = await fetch(url, { cache, signal: signal ?? null });
      if (!response.ok) failure = `HTTP status ${response.status}`;
      const reader = response.body!.getReader();
      for (let part; !failure && !(part = await reader.read()).done;) {
        chunks.push(part.value);
        onBytes(part.value.length);
      }
    }
  } catch (error) {
    failure = (error as Error).message;
  }
  if (failure) {
    throw new FileError(file, `the file at ${url}`, failure,
      "Check the connection, and that the whole output folder was copied to the server. If the program was updated since this page was opened, reload it.");
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
