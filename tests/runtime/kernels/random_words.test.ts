/** Philox against the vectors published with Random123, and the bulk kernels against the scalar reference. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Backend, KernelConfig } from "@bml/runtime/backends/backend.js";
import { start as startCpu } from "@bml/runtime/backends/cpu.js";
import { start as startTfjs } from "@bml/runtime/backends/wasm_tfjs.js";
import { randomWordsConfig as onCpu } from "@bml/runtime/kernels/cpu/random_words.js";
import type { WordPart } from "@bml/runtime/kernels/random_words.js";
import { randomWordsConfig as ours } from "@bml/runtime/kernels/wasm/random_words.js";
import { randomWordsConfig as overHeap } from "@bml/runtime/kernels/wasm_tfjs/random_words.js";
import { philox4x32 } from "@bml/runtime/random/philox.js";
import { guardedBackend, type GuardedHeap } from "../engine/guarded_heap.js";

const ALL = 0xffffffff;

type Four = [number, number, number, number];

describe("philox4x32-10", () => {
  // The lines "philox4x32 10" of Random123's kat_vectors.
  const vectors: { counter: Four; key: [number, number]; words: Four }[] = [
    { counter: [0, 0, 0, 0], key: [0, 0], words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
    { counter: [ALL, ALL, ALL, ALL], key: [ALL, ALL], words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd] },
    {
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0],
      words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    },
  ];
  for (const { counter, key, words } of vectors) {
    it(`gives the published words for key ${key.map((word) => word.toString(16)).join(" ")}`, () => {
      assert.deepEqual(philox4x32(...key, ...counter), words);
    });
  }
});

async function wordsOf(backend: Backend, config: KernelConfig, size: number, seed: number, site: number, at: number) {
  const randomWords = backend.bind(config);
  const invocation = backend.upload({ shape: [], dtype: "int32", data: Int32Array.of(at) });
  const part = async (name: WordPart) => {
    const tensor = randomWords({ invocation }, { shape: [size], seed, site, part: name });
    const values = await backend.read(tensor);
    backend.dispose(tensor);
    return values;
  };
  const [high, low, unit] = [await part("high16"), await part("low16"), await part("unit")];
  backend.dispose(invocation);
  assert.equal(backend.liveTensors(), 0);
  return { words: Array.from(high, (word, i) => word * 65536 + low[i]!), unit };
}

const base = new URL(WASM_FILES);
const devices: { backend: Backend; heap?: GuardedHeap; config: KernelConfig }[] = [
  { backend: await startCpu({ base }), config: onCpu },
  { backend: await startTfjs({ base }), config: overHeap },
  { ...(await guardedBackend("simd")), config: ours },
  { ...(await guardedBackend("fma")), config: ours },
];
for (const { backend, heap, config } of devices) {
  describe(`RandomWords on ${backend.name}, ${backend.description}`, () => {
    const cases: [number, number, number, number][] = [
      [1, 0, 0, 0],
      [7, 1, 2891336453, 3],
      [15, 7, 8, 9],
      [17, 7, 8, 9],
      [1000, ALL, ALL, 2 ** 31 - 1],
      [4098, 0xa4093822, 0x299f31d0, 0x13198a2e],
      [50003, 5, 6, 7], // in parts
    ];
    for (const [size, seed, site, at] of cases) {
      it(`equals the reference for ${size} elements of key (${seed}, ${site}) at ${at}`, async () => {
        const expected = Array.from({ length: size }, (_, e) => philox4x32(seed, site, e >>> 2, 0, at, 0)[e & 3]!);
        const { words, unit } = await wordsOf(backend, config, size, seed, site, at);
        heap?.check();
        assert.deepEqual(words, expected);
        assert.deepEqual([...unit], expected.map((word) => (word >>> 8) * 2 ** -24));
      });
    }
  });
}
