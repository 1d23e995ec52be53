/** Brings the bytes of one file of the bundle: over the network, or from the disk in Node. */

export type Bytes = Uint8Array<ArrayBuffer>;

/** What went wrong with a file of the bundle: which one, what was expected, what was received, what to do. */
export class FileError extends Error {
  override name = "FileError";
  constructor(file: string, expected: string, received: string, advice: string) {
    super(`${file}: expected ${expected}, received ${received}. ${advice}`);
  }
}

const advice = "Check that the whole output folder was copied to the server.";

export async function download(
  file: string, base: string, onBytes: (count: number) => void, signal?: AbortSignal,
): Promise<Bytes> {
  const url = new URL(file, base);
  if (url.protocol === "file:" && globalThis.process) return readFromDisk(file, url, onBytes);
  let response: Response;
  const chunks: Bytes[] = [];
  try {
    response = await fetch(url, { signal: signal ?? null });
    if (response.ok) {
      const reader = response.body!.getReader();
      for (let part; !(part = await reader.read()).done;) {
        chunks.push(part.value);
        onBytes(part.value.length);
      }
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new FileError(file, `an answer from ${url}`, `a network error (${(error as Error).message})`,
      "Check the connection and try again.");
  }
  if (!response.ok) throw new FileError(file, `the file at ${url}`, `HTTP status ${response.status}`, advice);
  return join(chunks);
}

function join(chunks: Bytes[]): Bytes {
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

// Node's fetch does not read file: URLs. An import of node:fs would trip the bundlers of those who embed a bundle.
async function readFromDisk(file: string, url: URL, onBytes: (count: number) => void): Promise<Bytes> {
  try {
    const bytes = new Uint8Array(await process.getBuiltinModule("node:fs").promises.readFile(url));
    onBytes(bytes.length);
    return bytes;
  } catch (error) {
    throw new FileError(file, `the file at ${url}`, (error as Error).message, advice);
  }
}
