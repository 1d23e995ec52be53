/** WebAssembly files of a bundle: those of another build, which a browser's cache may have kept, are found out. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { compile } from "@bml/runtime/backends/wasm_file.js";
import type { Bytes } from "@bml/runtime/data/download.js";
import { hash } from "@bml/runtime/data/hash.js";

const file = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0); // a module of nothing
const other = Uint8Array.of(...file, 0, 2, 1, 97); // of another build: with a section of its own
const url = new URL("https://example.org/chunks/kernels.wasm");
const binaries = ["0123456789abcdef", (await hash(file)).slice(0, 16)];

/** Options for a browser whose cache has one file, and its host another. */
function options(kept: Bytes, hosted: Bytes) {
  const asked: (RequestCache | undefined)[] = [];
  const fetchFile = async (_url: URL, { cache }: { cache?: RequestCache }): Promise<Bytes[]> => {
    asked.push(cache);
    const bytes = cache === "reload" ? hosted : kept;
    return [bytes.slice(0, 3), bytes.slice(3)];
  };
  return { asked, options: { fetchFile, hash, binaries } };
}

describe("a WebAssembly file", () => {
  it("of this build is taken", async () => {
    const { asked, options: given } = options(file, other);
    assert.ok(await compile(url, given) instanceof WebAssembly.Module);
    assert.deepEqual(asked, ["default"]);
  });

  it("of another build is fetched anew, past the browser's cache", async () => {
    const { asked, options: given } = options(other, file);
    assert.ok(await compile(url, given) instanceof WebAssembly.Module);
    assert.deepEqual(asked, ["default", "reload"]);
  });

  it("that the host has of another build is refused, with what to do", async () => {
    const digest = await hash(other);
    await assert.rejects(compile(url, options(other, other).options), {
      name: "BackendUnavailable",
      message: `wasm: ${url}: expected a file of this build, received 12 bytes with SHA-256 ${digest}: it is damaged or belongs to `
        + "another build. Reload the page, or else copy the whole output folder again",
    });
  });

  it("that does not arrive is told with its address", async () => {
    const fetchFile = async (): Promise<never> => { throw new Error("HTTP status 404"); };
    await assert.rejects(compile(url, { fetchFile, hash, binaries }), { message: `wasm: ${url}: HTTP status 404` });
  });
});
