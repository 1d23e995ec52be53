/** Random loops: what is planned gives what the same function gives step by step, to the bit, and leaves nothing. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Backend, Tensor } from "@bml/runtime/backends/backend.js";
import { loop, loopBack, Stack } from "@bml/runtime/memory/loop.js";
import { addConfig, concatConfig, engineInJs, reshapeConfig, rowsConfig } from "./engine_in_js.js";

const WIDTH = 3;

type Random = (below: number) => number;

function randomOf(seed: number): Random {
  let state = seed + 1;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 8) / 2 ** 24 * below) | 0;
  };
}

/** A function of [a matrix, a row]: loops one after the other, forwards and backwards, whose bodies are drawn by `seed`. */
function program(backend: Backend, seed: number, steps: number) {
  const add = backend.bind(addConfig), rows = backend.bind(rowsConfig), reshape = backend.bind(reshapeConfig), concat = backend.bind(concatConfig);
  return ([x, first]: Tensor[]): [Tensor[], Tensor[]] => {
    const random = randomOf(seed);
    const results: Tensor[] = [];
    let outer = [backend.retain(first!)];
    const stacks: Stack[] = []; // whose items are still to be taken or joined
    for (let loops = 1 + random(3); loops > 0; loops--) {
      const carries = Array.from({ length: random(4) }, () => outer[random(outer.length)]!);
      const puts = Array.from({ length: random(3) }, () => new Stack());
      const taken = stacks.splice(0, random(stacks.length + 1));
      const seedOfBody = random(2 ** 20);
      const around = random(2) ? loop : loopBack;
      const ends = around(backend, steps, carries, (i, given) => {
        const draw = randomOf(seedOfBody); // the same body in each step
        const own: Tensor[] = taken.map((stack) => stack.take(i));
        own.push(rows({ x: x! }, { first: i, rows: 1 }));
        const any = (): Tensor => {
          const all = [...own, ...given, first!];
          return all[draw(all.length)]!;
        };
        for (let count = draw(5); count > 0; count--) {
          own.push(draw(4) ? add({ a: any(), b: any() }) : reshape({ x: any() }, { shape: [1, WIDTH] }));
        }
        for (const stack of puts) stack.put(i, backend.retain(any()));
        const next = carries.map(() => backend.retain(any()));
        backend.dispose(...own);
        return next;
      });
      backend.dispose(...outer);
      outer = [...ends, backend.retain(first!)];
      stacks.push(...puts);
      const joined = stacks.splice(0, random(stacks.length + 1));
      for (const stack of joined) {
        results.push(concat(stack.items));
        backend.dispose(...stack.items);
      }
    }
    for (const stack of stacks) backend.dispose(...stack.items);
    return [[...results, ...outer], []];
  };
}

describe("random loops", () => {
  it("give by plan what they give step by step", async () => {
    const { backend, engine, heap } = await engineInJs();
    let planned = 0;
    for (let seed = 0; seed < 400; seed++) {
      const steps = 4 + seed % 3;
      const fn = program(backend, seed, steps);
      const byPlan = backend.planned!(fn, { captures: [], updates: [] });
      for (const start of [1, 50]) {
        const data = Float32Array.from({ length: steps * WIDTH }, (_, i) => start + i);
        const inputs = [
          backend.upload({ shape: [steps, WIDTH], dtype: "float32", data }),
          backend.upload({ shape: [1, WIDTH], dtype: "float32", data: Float32Array.of(start, 2, 3) }),
        ];
        const before = engine.calls;
        const [both, wanted] = [byPlan(inputs, []), fn(inputs)];
        planned += Number(engine.calls > before);
        const values = async (tensors: Tensor[]) => Promise.all(tensors.map(async (tensor) => [tensor.shape, [...await backend.read(tensor)]]));
        assert.deepEqual(await values(both[0]), await values(wanted[0]), `seed ${seed}`);
        backend.dispose(...both[0], ...wanted[0], ...inputs);
        assert.equal(backend.liveTensors(), 0, `seed ${seed}`);
      }
      heap.check();
    }
    assert.equal(planned, 800);
  });
});
