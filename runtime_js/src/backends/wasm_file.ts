/** WebAssembly files, from the network or, in Node, from the disk. */

import { absolute } from "../app/absolute.js";
import type { fetchFile as FetchFile } from "../data/fetch_file.js";
import { BackendUnavailable } from "./backend.js";

/** A file beside the code; the URL is literal there, so that bundlers copy it and put in where it is then. */
export interface WasmFile {
  readonly name: string;
  readonly url: () => URL;
}

/** Where it is: in the folder `base`, or beside the code. */
export function locate({ name, url }: WasmFile, base: URL | undefined): URL {
  return base ? new URL(name, base) : absolute(url());
}

/** Compiles a file from the network, or from the disk in Node. */
export function compile(url: URL, fetchFile: typeof FetchFile | undefined): Promise<WebAssembly.Module> {
  return compileBytes(bytesOf(url, fetchFile));
}

async function bytesOf(url: URL, fetchFile: typeof FetchFile | undefined): Promise<BufferSource> {
  if (url.protocol === "file:") {
    const { readFileSync } = process.getBuiltinModule("node:fs");
    return readFileSync(url);
  }
  if (!fetchFile) throw new Error(`${url}: expected a file: URL or, to fetch it, \`fetchFile\` among the options, received neither`);
  // Not while it streams: a download that stalls has a limit, and is tried again.
  const chunks = await fetchFile(url, { onBytes() {} }).catch(({ message }: Error) => { throw new Error(`${url}: ${message}`); });
  return new Blob(chunks).arrayBuffer();
}

export async function compileBytes(bytes: BufferSource | Promise<BufferSource>): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(await bytes);
  } catch (error) {
    const blocked = error instanceof WebAssembly.CompileError && /content.security.policy|unsafe-eval/i.test(error.message);
    const reason = error instanceof Error ? error.message : String(error);
    throw new BackendUnavailable(
      "wasm",
      blocked ? "the page's Content-Security-Policy forbids it; add 'wasm-unsafe-eval' to script-src" : reason,
    );
  }
}
