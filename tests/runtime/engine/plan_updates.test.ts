/** Updates of variables by plan: written over them only where nobody else holds them, and lost only where that failed. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Tensor } from "@bml/runtime/backends/backend.js";
import type { TensorFunction } from "@bml/runtime/engine/plans.js";
import { loop } from "@bml/runtime/memory/loop.js";
import { add, backend, heap, Lost, Machine, read, reshape, trap, traps, turn, upload } from "./machine.js";

type Numbers = number[];
const plus = (a: Numbers, b: Numbers): Numbers => a.map((value, i) => value + b[i]!);
const back = (a: Numbers): Numbers => [...a].reverse();

/** A tensor that is read once. */
function once(tensor: Tensor, use: (tensor: Tensor) => Tensor): Tensor {
  const result = use(tensor);
  backend.dispose(tensor);
  return result;
}

interface Case {
  readonly name: string;
  /** What it does to x and the variables u and v: results, and new values of u and v. */
  readonly fn: TensorFunction;
  /** The same in numbers. */
  readonly numbers: (x: Numbers, u: Numbers, v: Numbers) => [Numbers[], u: Numbers, v: Numbers];
  /** The variables that are written over where nobody holds them. */
  readonly inPlace: string;
}

const CASES: Case[] = [
  {
    name: "element by element, of itself",
    fn: ([x], [u, v]) => [[], [add(u!, x!), add(x!, v!)]],
    numbers: (x, u, v) => [[], plus(u, x), plus(v, x)],
    inPlace: "u v",
  },
  {
    name: "from a copy that was made of it before",
    fn: ([x], [u]) => [[], [once(turn(u!), (each) => add(each, x!)), turn(x!)]],
    numbers: (x, u) => [[], plus(back(u), x), back(x)],
    inPlace: "u v",
  },
  {
    name: "backwards, of itself",
    fn: (_, [u, v]) => [[], [turn(u!), add(v!, v!)]],
    numbers: (_, u, v) => [[], back(u), plus(v, v)],
    inPlace: "v",
  },
  {
    name: "which a later operation still reads",
    fn: ([x], [u, v]) => {
      const next = add(u!, x!);
      return [[turn(u!)], [next, turn(v!)]];
    },
    numbers: (x, u, v) => [[back(u)], plus(u, x), back(v)],
    inPlace: "",
  },
  {
    name: "which the other variable becomes",
    fn: ([x], [u]) => [[], [add(u!, x!), backend.retain(u!)]],
    numbers: (x, u) => [[], plus(u, x), u],
    inPlace: "",
  },
  {
    name: "which changes places with the other",
    fn: (_, [u, v]) => [[], [backend.retain(v!), backend.retain(u!)]],
    numbers: (_, u, v) => [[], v, u],
    inPlace: "",
  },
  {
    name: "of the other, and of itself",
    fn: (_, [u, v]) => [[], [turn(v!), turn(u!)]],
    numbers: (_, u, v) => [[], back(v), back(u)],
    inPlace: "v",
  },
  {
    name: "with what is a result too, as it is and in another shape",
    fn: ([x], [u, v]) => {
      const next = add(u!, x!);
      return [[reshape(next, 1, 2), backend.retain(next)], [next, add(v!, x!)]];
    },
    numbers: (x, u, v) => [[plus(u, x), plus(u, x)], plus(u, x), plus(v, x)],
    inPlace: "v",
  },
  {
    name: "whose old value is a result, in another shape",
    fn: ([x], [u, v]) => [[reshape(u!, 1, 2)], [add(u!, x!), add(v!, x!)]],
    numbers: (x, u, v) => [[u], plus(u, x), plus(v, x)],
    inPlace: "v",
  },
  {
    name: "with the same as the other",
    fn: ([x], [u]) => {
      const next = add(u!, x!);
      return [[], [next, backend.retain(next)]];
    },
    numbers: (x, u) => [[], plus(u, x), plus(u, x)],
    inPlace: "",
  },
  {
    name: "with an input",
    fn: ([x], [, v]) => [[], [backend.retain(x!), add(v!, x!)]],
    numbers: (x, _, v) => [[], x, plus(v, x)],
    inPlace: "v",
  },
  {
    name: "with a number",
    fn: ([x], [u]) => [[], [turn(u!), once(reshape(x!, 2, 1), (each) => once(turn(each), (turned) => reshape(turned, 2)))]],
    numbers: (x, u) => [[], back(u), back(x)],
    inPlace: "v",
  },
  {
    name: "which a loop reads after it was updated",
    fn: ([x], [u, v]) => {
      const next = add(v!, x!);
      const [sum] = loop(backend, 6, [x!], (_, [total]) => [add(total!, v!)]);
      return [[sum!], [add(u!, x!), next]];
    },
    numbers: (x, u, v) => [[[1, 2, 3, 4, 5, 6].reduce((total) => plus(total, v), x)], plus(u, x), plus(v, x)],
    inPlace: "u",
  },
];

describe("an update of a variable", () => {
  const STARTS = [[10, 20], [1, 2], [300, 400], [5, 5], [7, 9]];
  for (const { name, fn, numbers, inPlace } of CASES) {
    it(`${name}: ${inPlace ? `${inPlace} in place` : "not in place"}`, async () => {
      const m = new Machine({ u: [1, 2], v: [3, 4] }), call = m.function(fn, "u v", "u v");
      let [u, v]: Numbers[] = [[1, 2], [3, 4]];
      for (const data of STARTS) {
        const x = upload(...data), before = { u: m.address("u"), v: m.address("v") };
        const alone = m.variables.get("u")!.dataId !== m.variables.get("v")!.dataId;
        const results = call(x);
        let expected: Numbers[];
        [expected, u, v] = numbers(data, u!, v!);
        assert.deepEqual(await Promise.all(results.map(read)), expected);
        assert.deepEqual([await m.value("u"), await m.value("v")], [u, v]);
        backend.dispose(x, ...results);
        if (alone) for (const each of inPlace.split(" ").filter(Boolean) as ("u" | "v")[]) assert.equal(m.address(each), before[each], each);
      }
    });

    it(`${name}: who holds a variable keeps its old value`, async () => {
      const m = new Machine({ u: [1, 2], v: [3, 4] }), call = m.function(fn, "u v", "u v");
      let [u, v]: Numbers[] = [[1, 2], [3, 4]];
      const held: [Tensor, Numbers][] = [];
      const reads: [Promise<Numbers>, Numbers][] = [];
      for (const [i, data] of STARTS.entries()) {
        held.push([backend.retain(m.variables.get(i % 2 ? "u" : "v")!), i % 2 ? u! : v!]);
        reads.push([m.value("u"), u!], [m.value("v"), v!]); // in flight
        const x = upload(...data), results = call(x);
        [, u, v] = numbers(data, u!, v!);
        for (const result of results) held.push([result, await read(result)]);
        backend.dispose(x);
      }
      assert.deepEqual([await m.value("u"), await m.value("v")], [u, v]);
      for (const [tensor, expected] of held) assert.deepEqual(await read(tensor), expected);
      for (const [read, expected] of reads) assert.deepEqual(await read, expected);
      backend.dispose(...held.map(([tensor]) => tensor));
    });
  }

  it("is in place again once its holder has let go", async () => {
    const m = new Machine({ v: [1, 2] }), x = upload(10, 20);
    const call = m.function(([x], [v]) => [[], [add(v!, x!)]], "v", "v");
    const first = m.address("v"), held = backend.retain(m.variables.get("v")!);
    call(x);
    const second = m.address("v");
    assert.notEqual(second, first);
    call(x);
    assert.equal(m.address("v"), second);
    assert.deepEqual([await read(held), await m.value("v")], [[1, 2], [21, 42]]);
    backend.dispose(held, x);
  });

  it("leaves a variable alone that is an input of the same call", async () => {
    const m = new Machine({ v: [1, 2] });
    const call = m.function(([x], [v]) => {
      const next = add(v!, v!);
      return [[turn(x!)], [next]];
    }, "v", "v");
    const [y] = call(m.variables.get("v")!);
    assert.deepEqual([await read(y!), await m.value("v")], [[2, 1], [2, 4]]);
    backend.dispose(y!);
  });
});

describe("a trap", () => {
  it("before a variable was written over takes all back, and the next call is right", async () => {
    const m = new Machine({ u: [1, 2], v: [3, 4] }), x = upload(10, 20);
    const call = m.function(([x], [u, v]) => {
      const risky = trap(x!);
      return [[add(risky, x!)], [once(risky, (each) => add(u!, each)), add(v!, x!)]];
    }, "u v", "u v");
    backend.dispose(...call(x));
    const addresses = [m.address("u"), m.address("v")], tensors = backend.liveTensors();
    traps.after = 0;
    assert.throws(() => call(x), WebAssembly.RuntimeError);
    traps.after = Infinity;
    assert.equal(backend.liveTensors(), tensors);
    assert.deepEqual([await m.value("u"), await m.value("v")], [[11, 22], [13, 24]]);
    backend.dispose(...call(x));
    assert.deepEqual([await m.value("u"), await m.value("v")], [[21, 42], [23, 44]]);
    assert.deepEqual([m.address("u"), m.address("v")], addresses);
    backend.dispose(x);
  });

  it("within a loop leaves nothing of the steps before it", async () => {
    const m = new Machine({}), x = upload(10, 20);
    const call = m.function(([x]) => [loop(backend, 6, [x!], (_, [sum]) => [once(trap(sum!), (each) => add(each, x!))]), []]);
    const expected = [70, 140];
    for (traps.after of [Infinity, 3, Infinity, 4, Infinity]) {
      if (traps.after < Infinity) assert.throws(() => call(x), WebAssembly.RuntimeError);
      else {
        const [y] = call(x);
        assert.deepEqual(await read(y!), expected);
        backend.dispose(y!);
      }
    }
    backend.dispose(x);
  });

  const losing = ([x]: Tensor[], [u, v]: Tensor[]): [Tensor[], Tensor[]] => {
    const next = add(u!, x!);
    return [[], [next, trap(v!)]];
  };

  it("after one was written over says that they are lost", () => {
    const m = new Machine({ u: [1, 2], v: [3, 4] }), x = upload(10, 20), call = m.function(losing, "u v", "u v");
    call(x);
    traps.after = 0;
    assert.throws(() => call(x), Lost);
    traps.after = Infinity;
    backend.dispose(x);
  });

  it("loses nothing where the variables are held by others too", async () => {
    const m = new Machine({ u: [1, 2], v: [3, 4] }), x = upload(10, 20), call = m.function(losing, "u v", "u v");
    call(x);
    const held = ["u", "v"].map((name) => backend.retain(m.variables.get(name)!));
    traps.after = 0;
    assert.throws(() => call(x), WebAssembly.RuntimeError);
    traps.after = Infinity;
    assert.deepEqual([await m.value("u"), await m.value("v")], [[11, 22], [3, 4]]);
    backend.dispose(x, ...held);
  });
});

describe("a plan that gets no memory", () => {
  const BYTES = 4000;
  for (const [what, doubled] of [["its arena", (x: Tensor) => once(add(x, x), turn)], ["a result", turn]] as const) {
    it(`for ${what}: the function runs as it is, or says what there is no room for`, async () => {
      const m = new Machine({ v: [1, 2] }), x = upload(...new Array<number>(BYTES / 4).fill(1));
      const names = { captures: ["v"], updates: ["v"] };
      const planned = backend.planned!(([x], [v]) => [[add(v!, v!), doubled(x!)], [add(v!, v!)]], names);
      const call = () => backend.invoke(() => planned([x], [m.variables.get("v")!]));
      const tensors = backend.liveTensors();

      heap.refuse(BYTES, Infinity);
      assert.throws(call, /^RangeError: wasm: test_turn of float32\[1000\] needs|^RangeError: wasm: TestAdd of float32\[1000\], float32\[1000\] needs/);
      assert.equal(backend.liveTensors(), tensors);
      heap.refuse(BYTES, 1);
      const [results, [next]] = call();
      assert.deepEqual([planned.plan, await read(next!)], [undefined, [2, 4]]);
      assert.equal(backend.liveTensors(), tensors + 3);
      m.set("v", next!);
      const [others, [last]] = call();
      assert.ok(planned.plan);
      m.set("v", last!);
      assert.deepEqual(await m.value("v"), [4, 8]);
      assert.deepEqual(await read(others[1]!), await read(results[1]!));
      backend.dispose(x, ...results, ...others);
    });
  }
});
