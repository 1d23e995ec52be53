/** WebAssembly files, from the network or, in Node, from the disk. */

import { absolute } from "../app/absolute.js";
import { BackendUnavailable, type StartOptions } from "./backend.js";

/** A file beside the code; the URL is literal there, so that bundlers copy it and put in where it is then. */
export interface WasmFile {
  readonly name: string;
  readonly url: () => URL;
}

/** Where it is: in the folder `base`, or beside the code. */
export function locate({ name, url }: WasmFile, base: URL | undefined): URL {
  return base ? new URL(name, base) : absolute(url());
}

/** Over the network, and of this build: once more past the browser's cache, which may have kept that of another. */
async function fetched(url: URL, { fetchFile, hash, binaries }: StartOptions): Promise<ArrayBuffer> {
  if (!fetchFile) throw new Error(`${url}: expected a file: URL or, to fetch it, \`fetchFile\` among the options, received neither`);
  let found = "";
  for (const cache of ["default", "reload"] as const) {
    // Not compiled while it streams: a download that stalls has a limit, is tried again, and is verified as a whole.
    const chunks = await fetchFile(url, { onBytes() {}, cache }).catch(({ message }: Error) => { throw new Error(`${url}: ${message}`); });
    const bytes = await new Blob(chunks).arrayBuffer();
    if (!hash || !binaries) return bytes;
    const digest = await hash(new Uint8Array(bytes));
    if (binaries.some((beginning) => digest.startsWith(beginning))) return bytes; // by content: bundlers rename files
    found = `${bytes.byteLength} bytes with SHA-256 ${digest}`;
  }
  throw new Error(`${url}: expected a file of this build, received ${found}: it is damaged or belongs to another build. Reload the `
    + "page, or else copy the whole output folder again");
}

/** Compiles a file from the network, or from the disk in Node. */
export function compile(url: URL, options: StartOptions): Promise<WebAssembly.Module> {
  return compileBytes(url.protocol === "file:" ? process.getBuiltinModule("node:fs").promises.readFile(url) : fetched(url, options));
}

export async function compileBytes(bytes: Promise<BufferSource> | BufferSource): Promise<WebAssembly.Module> {
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
