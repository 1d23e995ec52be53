/** Files of a bundle: over the network and from the disk, verified, and what is said where they are wrong. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import type { Bytes } from "@bml/runtime/data/download.js";
import { sha256 } from "@bml/runtime/data/sha256.js";
import { loadShard, type Cache, type Loader, type Shard } from "@bml/runtime/data/shard.js";

const contents = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) >> 3);
const shipped = new Uint8Array(gzipSync(contents));
const key = createHash("sha256").update(shipped).digest("hex").slice(0, 32);
const shard: Shard = { file: `data/${key}.bin.gz`, bytes: shipped.length };
let answer: { status: number; body: Uint8Array } = { status: 200, body: shipped };
let requests = 0;
let stalls = 0; // answers that begin and then stop
let server: Server;
let loader: Loader;
let received = 0;
let expected = 0;

before(async () => {
  server = createServer((_, response) => {
    requests++;
    response.writeHead(answer.status);
    if (stalls-- > 0) response.write(answer.body.slice(0, 100)); // and no more
    else response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  loader = { locate: (file) => new URL(file, `http://127.0.0.1:${port}/program/`), expect: (count) => { expected += count; }, onBytes: (count) => { received += count; } };
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** A cache in memory, of the interface that the one in IndexedDB has. */
function memory(entries: Map<string, Bytes>): Cache {
  return {
    get: async (key) => entries.get(key),
    put: async (key, bytes) => void entries.set(key, bytes),
    delete: async (key) => void entries.delete(key),
    close() {},
  };
}

describe("loadShard", () => {
  it("fetches, verifies, unzips, and counts the bytes", async () => {
    received = expected = 0;
    assert.deepEqual(new Uint8Array(await loadShard(shard, loader)), contents);
    assert.deepEqual([received, expected], [shipped.length, shipped.length]);
  });

  it("reads from the disk in Node", async (test) => {
    const folder = mkdtempSync(join(tmpdir(), "bml-shard-"));
    test.after(() => rmSync(folder, { recursive: true }));
    const locate = (file: string): URL => pathToFileURL(join(folder, file));
    writeFileSync(join(folder, `${key}.bin.gz`), shipped);
    assert.deepEqual(new Uint8Array(await loadShard({ ...shard, file: `${key}.bin.gz` }, { ...loader, locate })), contents);
    await assert.rejects(loadShard({ ...shard, file: "y.bin.gz" }, { ...loader, locate }),
      /^FileError: y\.bin\.gz: expected the file at file:.*y\.bin\.gz, received ENOENT.*Check the connection, and that the whole output folder/);
  });

  it("keeps what it fetched, and does not fetch it again", async () => {
    const entries = new Map<string, Bytes>();
    await loadShard(shard, { ...loader, cache: memory(entries) });
    assert.deepEqual([...entries.keys()], [key]);
    requests = 0;
    assert.deepEqual(new Uint8Array(await loadShard(shard, { ...loader, cache: memory(entries) })), contents);
    assert.equal(requests, 0);
  });

  it("replaces a damaged copy in the cache from the network", async () => {
    const damaged = shipped.slice();
    damaged[500]! ^= 1;
    const entries = new Map([[key, damaged]]);
    requests = 0;
    assert.deepEqual(new Uint8Array(await loadShard(shard, { ...loader, cache: memory(entries) })), contents);
    assert.equal(requests, 1);
    assert.deepEqual(entries.get(key), shipped);
  });

  it("asks once more for a damaged answer, past the browser's own cache", async () => {
    let bytes = 0;
    requests = 0;
    answer = { status: 200, body: shipped.slice(0, 1000) };
    const onBytes = (count: number): void => {
      bytes += count;
      if (count < 0) answer = { status: 200, body: shipped }; // what the server has by then
    };
    assert.deepEqual(new Uint8Array(await loadShard(shard, { ...loader, onBytes })), contents);
    assert.deepEqual([requests, bytes], [2, shipped.length]);
  });

  const cases: [what: string, answer: typeof answer, message: RegExp][] = [
    ["a missing file", { status: 404, body: new Uint8Array() },
      /^FileError: data\/[0-9a-f]{32}\.bin\.gz: expected the file at http:.*, received HTTP status 404\. Check the connection, and that the whole/],
    ["a file that is cut short", { status: 200, body: shipped.slice(0, 1000) },
      new RegExp(`expected ${shipped.length} bytes .*${key}….*received 1000 bytes \\(it is cut short\\)`)],
    ["a damaged file", { status: 200, body: shipped.map((byte, i) => i === 77 ? byte ^ 4 : byte) },
      new RegExp(`received ${shipped.length} bytes with [0-9a-f]{64}\\. The file is damaged`)],
    ["another file", { status: 200, body: new Uint8Array(gzipSync(new Uint8Array(500_000).map((_, i) => i * 31 >> 2))) }, /belongs to another build/],
  ];
  for (const [what, response, message] of cases) {
    it(`refuses ${what}, and expects its bytes no more`, async () => {
      answer = response;
      received = expected = 0;
      try {
        await assert.rejects(loadShard(shard, loader), message);
        await assert.rejects(loadShard(shard, { ...loader, cache: memory(new Map()) }), message);
        assert.deepEqual([received, expected], [0, 0]);
      } finally {
        answer = { status: 200, body: shipped };
      }
    });
  }

  it("gives a stalled answer a limit, and tries again", async () => {
    requests = 0;
    received = 0;
    stalls = 2;
    assert.deepEqual(new Uint8Array(await loadShard(shard, { ...loader, patience: 50 })), contents);
    assert.deepEqual([requests, received], [3, shipped.length]);
  });

  it("says that answers stall, after three", async () => {
    received = requests = 0;
    stalls = 9;
    await assert.rejects(loadShard(shard, { ...loader, patience: 50 }),
      /^FileError: data\/[0-9a-f]{32}\.bin\.gz: expected the file at http:.*, received no byte within 0\.05 seconds \(tried 3 times\)\. .*Check the connection/);
    assert.deepEqual([requests, received], [3, 0]);
    stalls = 0;
  });

  it("ends a stalled download at once when it is stopped", async () => {
    const aborter = new AbortController(), reason = new Error("enough");
    requests = received = 0;
    stalls = 9;
    const loading = loadShard(shard, { ...loader, signal: aborter.signal });
    while (!received) await new Promise((resolve) => setTimeout(resolve, 1));
    aborter.abort(reason);
    await assert.rejects(loading, reason);
    assert.deepEqual([requests, received], [1, 0]);
    await assert.rejects(loadShard(shard, { ...loader, signal: aborter.signal }), reason);
    stalls = 0;
  });

  it("tries again after a failure of the server, but not after a refusal", async () => {
    for (const [status, tries] of [[503, 3], [404, 1]] as const) {
      requests = 0;
      answer = { status, body: new Uint8Array() };
      await assert.rejects(loadShard(shard, loader), new RegExp(`received HTTP status ${status}`));
      assert.equal(requests, tries);
    }
    answer = { status: 200, body: shipped };
  });

  it("says that the network failed", async () => {
    await assert.rejects(loadShard(shard, { ...loader, locate: (file) => new URL(file, "http://127.0.0.1:9/") }),
      /expected the file at http:\/\/127\.0\.0\.1:9\/data\/[0-9a-f]{32}\.bin\.gz, received fetch failed \(tried 3 times\)\. Check the connection/);
  });

  it("verifies on pages without crypto.subtle too", async () => {
    const subtle = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(crypto), "subtle")!;
    Object.defineProperty(crypto, "subtle", { value: undefined, configurable: true });
    try {
      assert.deepEqual(new Uint8Array(await loadShard(shard, loader)), contents);
      answer = { status: 200, body: shipped.slice(1) };
      await assert.rejects(loadShard(shard, loader), /cut short/);
    } finally {
      Object.defineProperty(crypto, "subtle", subtle);
      answer = { status: 200, body: shipped };
    }
  });
});

describe("sha256", () => {
  it("agrees with Node's at every length around the block size", () => {
    for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 1000, 100_000]) {
      const bytes = contents.slice(0, length);
      assert.equal(Buffer.from(sha256(bytes)).toString("hex"), createHash("sha256").update(bytes).digest("hex"), String(length));
    }
  });
});
