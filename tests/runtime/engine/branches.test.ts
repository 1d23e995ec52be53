/** Branches and loops without a bound in plans: random functions give by plan what they give by themselves, to the bit. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Tensor } from "@bml/runtime/backends/backend.js";
import type { TensorFunction } from "@bml/runtime/engine/plans.js";
import { branch, loop, repeat } from "@bml/runtime/memory/loop.js";
import { add, backend, less, Machine, read, reshape, truth, turn, upload } from "./machine.js";
import { Seeded } from "./seeded.js";

const SIZE = 3;

/** Whether the first number of x is below that of y. */
function isLess(x: Tensor, y: Tensor): boolean {
  const flag = less(x, y), holds = truth(flag);
  backend.dispose(flag);
  return holds;
}

/** So many tensors, made of those that it is lent; `seed` draws how. */
function body(seed: number, lent: Tensor[], one: Tensor, count: number, depth: number): Tensor[] {
  const random = new Seeded(seed), own: Tensor[] = [];
  const any = (): Tensor => random.pick([...lent, ...own]);
  for (let left = random.between(0, 4); left > 0; left--) {
    const [first, second] = [random.below(2 ** 20), random.below(2 ** 20)], given = Array.from({ length: random.between(0, 3) }, any);
    const made = random.between(0, 2);
    switch (depth ? random.pick(["add", "turn", "view", "branch", "branch", "repeat", "loop"]) : random.pick(["add", "turn"])) {
      case "add":
        own.push(add(any(), any()));
        break;
      case "turn":
        own.push(turn(any()));
        break;
      case "view":
        own.push(reshape(any(), SIZE));
        break;
      case "branch": {
        const inside = (arm: number) => () => body(arm, [...lent, ...own], one, made, depth - 1);
        const holds = isLess(any(), any());
        if (random.below(2)) own.push(turn(any())); // may lie where the flag did
        own.push(...branch(holds, inside(first), inside(second)));
        break;
      }
      case "repeat": {
        const from = any(), two = add(one, one), above = add(from, two), backwards = random.below(2);
        const holds = ([at]: Tensor[]): boolean => isLess(at!, above);
        own.push(...repeat(backend, [from, ...given], holds, ([at, ...others]) => {
          const next = body(first, [...lent, at!, ...others], one, others.length, depth - 1);
          if (backwards) next.reverse();
          return [add(at!, one), ...next];
        }));
        backend.dispose(two, above);
        break;
      }
      case "loop":
        own.push(...loop(backend, random.pick([2, 5]), given, (_, carries) => body(first, [...lent, ...carries], one, carries.length, 0)));
    }
  }
  const results = Array.from({ length: count }, () => backend.retain(any()));
  backend.dispose(...own);
  return results;
}

const VARIABLES = ["u", "v"];

describe("branches and loops without a bound", () => {
  it("give by plan what they give by themselves", async () => {
    let calls = 0;
    for (let seed = 0; seed < 200; seed++) {
      const random = new Seeded(seed), count = random.between(0, 2) + VARIABLES.length;
      const fn: TensorFunction = ([x, y, one], [u, v]) => {
        const results = body(seed, [x!, y!, u!, v!], one!, count, 2);
        return [results.slice(VARIABLES.length), results.slice(0, VARIABLES.length)];
      };
      const start = { u: [1, 2, 3], v: [-1, 0, 1] };
      const [machine, mirror] = [new Machine(start), new Machine(start)];
      const planned = machine.function(fn, "u v", "u v"), one = upload(1, 1, 1);
      for (let call = 0; call < 4; call++) {
        const inputs = [...random.ints(2, -5, 5)].map((value) => upload(value, value + 1, -value));
        const [results, updates] = backend.invoke(() => fn([...inputs, one], VARIABLES.map((name) => mirror.variables.get(name)!)));
        VARIABLES.forEach((name, i) => mirror.set(name, updates[i]!));
        const given = planned(...inputs, one);
        calls++;
        assert.deepEqual(await Promise.all(given.map(read)), await Promise.all(results.map(read)), `results, seed ${seed}`);
        for (const name of VARIABLES) assert.deepEqual(await machine.value(name), await mirror.value(name), `${name}, seed ${seed}`);
        backend.dispose(...inputs, ...given, ...results);
      }
      backend.dispose(one);
    }
    assert.equal(calls, 800);
  });

  it("go by what a variable was before its update", async () => {
    const m = new Machine({});
    m.variables.set("p", backend.upload({ shape: [], dtype: "bool", data: Uint8Array.of(1) }));
    const fn = m.function(([x, y], [p]) => {
      const next = less(x!, y!);
      return [branch(truth(p!), () => [turn(x!)], () => [turn(y!)]), [next]];
    }, "p", "p");
    const [x, y] = [upload(1, 2), upload(0, 5)];
    for (const [inputs, expected] of [[[x, y], [2, 1]], [[y, x], [2, 1]], [[x, y], [2, 1]], [[x, y], [5, 0]]] as const) {
      const [z] = fn(...inputs);
      assert.deepEqual(await read(z!), expected);
      backend.dispose(z!);
    }
    backend.dispose(x, y);
  });

  it("hold the memory of one arm, not of both", () => {
    const deep = (x: Tensor, times: number): Tensor => Array.from({ length: times }).reduce<Tensor>((y) => {
      const next = turn(y);
      backend.dispose(y);
      return next;
    }, turn(x));
    const planned = backend.planned!(([x]) => {
      const flag = less(x!, x!), holds = truth(flag);
      backend.dispose(flag);
      return [branch(holds, () => [deep(x!, 5)], () => [deep(x!, 6)]), []];
    }, { captures: [], updates: [] });
    const x = upload(...new Array<number>(1000).fill(1));
    backend.dispose(...planned([x], [])[0], x);
    assert.ok(planned.plan!.bytes <= 8016, `${planned.plan!.bytes}`); // two tensors and the flag; the result lies elsewhere
  });
});
