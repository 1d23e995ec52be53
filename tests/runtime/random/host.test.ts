/** `random` on the host, against the table that CPython's own algorithms fill (tests/unit/dsl/test_host_random.py). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { HostRandom } from "@bml/runtime/random/host.js";
import { philox4x32 } from "@bml/runtime/random/philox.js";
import { site } from "@bml/runtime/random/site.js";

type Draw = [name: "random" | "choice" | "shuffle" | "gauss", args: unknown[], drawn: unknown];
const table = JSON.parse(readFileSync(new URL("tests/golden/tables/host_random.json", REPOSITORY), "utf8")) as
  { seed: number; draws: Draw[] }[];

test("every draw is Python's", () => {
  for (const { seed, draws } of table) {
    const random = new HostRandom(seed);
    assert.ok(draws.length > 300);
    for (const [name, args, expected] of draws) {
      const drawn = (random[name] as (...args: unknown[]) => unknown).apply(random, args);
      if (name === "gauss") { // cos, sin and log differ in the last digit between engines
        assert.ok(Math.abs((drawn as number) - (expected as number)) <= 1e-14 * Math.max(1, Math.abs(expected as number)), `${drawn}`);
      } else assert.deepEqual(name === "shuffle" ? args[0] : drawn, expected, `${name}(${args})`);
    }
  }
});

test("a seed begins the stream again, without the rest of a pair", () => {
  const random = new HostRandom(3);
  const first = [random.gauss(), random.random()];
  random.gauss();
  random.seed(3);
  assert.deepEqual([random.gauss(), random.random()], first);
  for (const seed of [-1, 2 ** 32, 1.5, NaN]) {
    assert.throws(() => random.seed(seed), /random.seed expects seed to be a whole number from 0 to 4294967295/);
  }
});

test("what Python refuses is refused in its words", () => {
  const random = new HostRandom(0);
  const refused: [() => unknown, string, string][] = [
    [() => random.choice([]), "IndexError", "Cannot choose from an empty sequence"],
    [() => random.choices([]), "IndexError", "list index out of range"],
    [() => random.choices([], []), "IndexError", "list index out of range"],
    [() => random.choices([1, 2], [1]), "ValueError", "The number of weights does not match the population"],
    [() => random.choices([1], [0]), "ValueError", "Total of weights must be greater than zero"],
    [() => random.choices([1], [Infinity]), "ValueError", "Total of weights must be finite"],
    [() => random.sample([1], 2), "ValueError", "Sample larger than population or is negative"],
    [() => random.sample([1], -1), "ValueError", "Sample larger than population or is negative"],
    [() => random.randrange(0), "ValueError", "empty range for randrange()"],
    [() => random.randint(3, 2), "ValueError", "empty range for randrange() (3, 3, 0)"],
    [() => random.randrange(1, 5, -1), "ValueError", "empty range for randrange()"],
    [() => random.randrange(1, 5, 0), "ValueError", "zero step for randrange()"],
    [() => random.randrange(-(2 ** 53), 2 ** 53), "OverflowError", // the one thing that Python takes
      "expected an int within 2**53, where numbers of JavaScript are exact, received 18014398509481984"],
  ];
  for (const [call, name, message] of refused) assert.throws(call, { name, message });
});

test("a word is the next of its block", () => {
  const [a, b] = philox4x32(7, site("random"), 0, 0, 0, 0);
  assert.equal(new HostRandom(7).random(), ((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53);
});
