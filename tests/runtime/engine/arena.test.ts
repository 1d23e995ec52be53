/** Places in the arena: what is alive at once lies apart, and the arena is little larger than what it holds. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { mostAtOnce, place, type Span } from "@bml/runtime/engine/arena.js";
import { Seeded } from "./seeded.js";

const ALIGNMENT = 16;

/** Two loops, written out. */
function check(spans: Span[], top: number): void {
  for (const [i, a] of spans.entries()) {
    assert.ok(a.offset % ALIGNMENT === 0 && a.offset >= 0 && a.offset + a.bytes <= top);
    for (const b of spans.slice(0, i)) {
      const together = a.first < b.end && b.first < a.end;
      assert.ok(!together || a.offset + a.bytes <= b.offset || b.offset + b.bytes <= a.offset, "two that are alive at once overlap");
    }
  }
}

/** A chain of operations: each makes a tensor, some are kept for long, as a gradient needs them. */
function network(random: Seeded, layers: number): Span[] {
  const spans: Span[] = [];
  const last = 3 * layers;
  for (let i = 0; i < layers; i++) {
    const bytes = 16 * random.pick([1, 4, 16 + random.below(16), 100 + random.below(400), 1000 + random.below(9000)]);
    const kept = random.below(3) > 0;
    spans.push({ bytes, first: i, end: kept ? last - i : i + 2, offset: 0 });
    if (kept) for (let more = random.below(3); more >= 0; more--) spans.push({ bytes, first: last - i - 1 - more, end: last - i + random.below(2), offset: 0 });
  }
  return spans;
}

function anything(random: Seeded, count: number): Span[] {
  return Array.from({ length: count }, () => {
    const first = random.below(count);
    return { bytes: random.below(10000), first, end: first + 1 + random.below(random.pick([2, 10, count])), offset: 0 };
  });
}

describe("places in the arena", () => {
  it("lie apart where two are alive at once, for random lifetimes", () => {
    const random = new Seeded(1);
    for (let i = 0; i < 200; i++) {
      const spans = anything(random, random.between(0, 60));
      check(spans, place(spans));
    }
  });

  it("take at most a tenth more than what lives at once, for random networks", () => {
    const random = new Seeded(2);
    for (let i = 0; i < 500; i++) {
      const spans = network(random, random.between(2, 60));
      const top = place(spans);
      check(spans, top);
      assert.ok(top <= 1.1 * mostAtOnce(spans), `${top} for ${mostAtOnce(spans)}`);
    }
  });

  it("counts what lives at once", () => {
    const random = new Seeded(3);
    for (let i = 0; i < 50; i++) {
      const spans = anything(random, 30);
      const alive = (time: number) => spans.reduce((sum, { bytes, first, end }) => sum + (first <= time && time < end ? bytes : 0), 0);
      assert.equal(mostAtOnce(spans), Math.max(...spans.map(({ first }) => alive(first))));
    }
    assert.equal(mostAtOnce([]), 0);
    assert.equal(place([]), 0);
  });

  it("gives nothing no room, and what is never freed a place of its own", () => {
    const spans: Span[] = [
      { bytes: 0, first: 0, end: 9, offset: 0 }, { bytes: 4, first: 0, end: Infinity, offset: 0 }, { bytes: 4, first: 5, end: 6, offset: 0 },
    ];
    assert.equal(place(spans), 32);
    check(spans, 32);
  });
});
