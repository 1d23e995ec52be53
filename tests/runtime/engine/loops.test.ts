/** Loops of planned functions: a list has the body once, and gives what the function gives step by step. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Tensor } from "@bml/runtime/backends/backend.js";
import type { Planned } from "@bml/runtime/engine/plans.js";
import { loop, loopBack, Stack } from "@bml/runtime/memory/loop.js";
import { addConfig, concatConfig, engineInJs, reshapeConfig, rowsConfig } from "./engine_in_js.js";

const { backend, engine, heap } = await engineInJs();
const add = backend.bind(addConfig), rows = backend.bind(rowsConfig), reshape = backend.bind(reshapeConfig), concat = backend.bind(concatConfig);
const [STEPS, WIDTH] = [7, 3];

/** Running sums of the rows, forwards: [the last, all of them]. */
function sums([x, first]: Tensor[]): [Tensor[], Tensor[]] {
  const all = new Stack();
  const [last] = loop(backend, STEPS, [first!], (i, [sum]) => {
    const row = rows({ x: x! }, { first: i, rows: 1 });
    const next = add({ a: sum!, b: row });
    backend.dispose(row);
    all.put(i, backend.retain(next));
    return [next];
  });
  const joined = concat(all.items);
  backend.dispose(...all.items);
  return [[last!, joined], []];
}

/** What a recurrent layer's gradient does: reads what the steps kept, backwards; keeps the carry itself. */
function backAndForth([x, first]: Tensor[]): [Tensor[], Tensor[]] {
  const kept = new Stack(), before = new Stack();
  const [, count] = loop(backend, STEPS, [first!, first!], (i, [a, b]) => {
    const row = rows({ x: x! }, { first: i, rows: 1 });
    kept.put(i, add({ a: a!, b: row }));
    before.put(i, backend.retain(a!));
    return [row, add({ a: a!, b: b! })];
  });
  const made = new Stack();
  const [end, swapped] = loopBack(backend, STEPS, [first!, count!], (i, [a, b]) => {
    const [one, two] = [kept.take(i), before.take(i)];
    const sum = add({ a: one, b: two });
    backend.dispose(one, two);
    const next = add({ a: sum, b: a! });
    made.put(i, reshape({ x: sum }, { shape: [1, WIDTH] }));
    backend.dispose(sum);
    return [backend.retain(b!), next];
  });
  backend.dispose(count!);
  const joined = concat(made.items);
  backend.dispose(...made.items);
  return [[end!, swapped!, joined], []];
}

async function results(fn: Planned, inputs: Tensor[]): Promise<number[][]> {
  const [tensors] = fn(inputs, []);
  const values = await Promise.all(tensors.map(async (tensor) => [...tensor.shape, ...await backend.read(tensor)]));
  backend.dispose(...tensors);
  return values;
}

describe("a loop of a plan", () => {
  for (const fn of [sums, backAndForth]) {
    it(`gives what its steps give: ${fn.name}`, async () => {
      const planned = backend.planned!(fn, { captures: [], updates: [] });
      for (const start of [0, 10, 20]) {
        const data = Float32Array.from({ length: STEPS * WIDTH }, (_, i) => start + i);
        const inputs = [
          backend.upload({ shape: [STEPS, WIDTH], dtype: "float32", data }),
          backend.upload({ shape: [1, WIDTH], dtype: "float32", data: Float32Array.of(start, 2, 3) }),
        ];
        const calls = engine.calls;
        const given = await results(planned, inputs);
        assert.ok(engine.calls > calls, "it was planned");
        assert.deepEqual(given, expected[fn.name]!(data, [start, 2, 3]));
        backend.dispose(...inputs);
      }
      assert.equal(backend.liveTensors(), 0);
      heap.check();
    });
  }
});

/** The same in plain numbers. */
const expected: Record<string, (x: Float32Array, first: number[]) => number[][]> = {
  sums(x, first) {
    const all: number[] = [];
    let sum = first;
    for (let i = 0; i < STEPS; i++) {
      sum = sum.map((value, k) => value + x[i * WIDTH + k]!);
      all.push(...sum);
    }
    return [[1, WIDTH, ...sum], [STEPS, WIDTH, ...all]];
  },
  backAndForth(x, first) {
    const plus = (a: number[], b: number[]): number[] => a.map((value, k) => value + b[k]!);
    const kept: number[][] = [], before: number[][] = [], made: number[][] = [];
    let [a, b] = [first, first];
    for (let i = 0; i < STEPS; i++) {
      const row = [...x.slice(i * WIDTH, (i + 1) * WIDTH)];
      kept.push(plus(a, row));
      before.push(a);
      [a, b] = [row, plus(a, b)];
    }
    [a, b] = [first, b];
    for (let i = STEPS - 1; i >= 0; i--) {
      const sum = plus(kept[i]!, before[i]!);
      made[i] = sum;
      [a, b] = [b, plus(sum, a)];
    }
    return [[1, WIDTH, ...a], [1, WIDTH, ...b], [STEPS, WIDTH, ...made.flat()]];
  },
};
