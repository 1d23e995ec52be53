/** What a plan gives: what the function gives, whatever changes from call to call. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { KernelConfig, Tensor } from "@bml/runtime/backends/backend.js";
import { addConfig, engineInJs } from "./engine_in_js.js";
import { GuardedHeap } from "./guarded_heap.js";
import { add, backend, engine, heap, Machine, read, reshape, turn, upload } from "./machine.js";
import { Seeded } from "./seeded.js";

describe("a plan", () => {
  it("takes other inputs, captured variables and sizes than it was recorded with", async () => {
    const m = new Machine({ v: [1, 2] });
    const fn = m.function(([x], [v]) => {
      const size = backend.scalar(x!.shape[0]!);
      const results = [add(x!, x!), reshape(size, 1), turn(v!)];
      backend.dispose(size);
      return [results, []];
    }, "v");
    for (const [x, v] of [[[1, 2], [1, 2]], [[3, 4], [5, 6]], [[1, 2, 3], [7, 8]], [[5, 6], [9, 8]]] as const) {
      m.set("v", upload(...v));
      const input = upload(...x), results = fn(input);
      assert.deepEqual(await Promise.all(results.map(read)), [x.map((value) => 2 * value), [x.length], [...v].reverse()]);
      backend.dispose(input, ...results);
    }
  });

  it("gives results that its next calls leave alone", async () => {
    const fn = new Machine({}).function(([x]) => {
      const sum = add(x!, x!);
      return [[turn(sum), reshape(sum, 1, 2), sum, backend.scalar(x!.shape[0]!)], []];
    });
    const inputs = Array.from({ length: 11 }, (_, i) => upload(i, 10 * i));
    const held = inputs.map((input) => fn(input));
    for (const [i, results] of held.entries()) {
      assert.deepEqual(await Promise.all(results.map(read)), [[20 * i, 2 * i], [2 * i, 20 * i], [2 * i, 20 * i], [2]]);
      assert.deepEqual(results.map(({ shape }) => shape), [[2], [1, 2], [2], []]);
      backend.dispose(...results);
    }
    backend.dispose(...inputs);
  });

  it("gives inputs, variables and constants back as they are, in other shapes too", async () => {
    const m = new Machine({ v: [1, 2] }), constant = upload(7, 8);
    const fn = m.function(([x], [v]) => {
      const views = [reshape(x!, 2, 1), reshape(v!, 1, 2)];
      return [[...[x!, constant, constant].map(backend.retain), ...views, add(constant, v!)], []];
    }, "v");
    for (const x of [[3, 4], [5, 6]]) {
      const input = upload(...x), results = fn(input);
      backend.dispose(input);
      assert.deepEqual(await Promise.all(results.map(read)), [x, [7, 8], [7, 8], x, [1, 2], [8, 10]]);
      assert.deepEqual(results.map(({ shape }) => shape), [[2], [2], [2], [2, 1], [1, 2], [2]]);
      backend.dispose(...results);
    }
    assert.deepEqual(await read(constant), [7, 8]);
    backend.dispose(constant);
  });

  it("may take one tensor as two inputs, and as a variable too", async () => {
    const m = new Machine({ v: [1, 2] });
    const fn = m.function(([x, y], [v]) => [[add(x!, turn(y!)), add(v!, x!)], []], "v");
    const v = m.variables.get("v")!, x = upload(3, 4);
    for (const [inputs, expected] of [[[x, x], [[7, 7], [4, 6]]], [[v, v], [[3, 3], [2, 4]]], [[x, v], [[5, 5], [4, 6]]]] as [Tensor[], number[][]][]) {
      const results = fn(...inputs);
      assert.deepEqual(await Promise.all(results.map(read)), expected);
      backend.dispose(...results);
    }
    backend.dispose(x);
  });

  it("is not made where a kernel is not ours: the function runs as it is", async () => {
    const theirs: KernelConfig = { kernelName: "Theirs", kernelFunc: ({ inputs: { x } }: { inputs: { x: Tensor } }) => backend.retain(x) };
    const foreign = backend.bind(theirs);
    const call = backend.planned!(([x]) => [[add(x!, x!), foreign({ x: x! })], []], { captures: [], updates: [] });
    for (const x of [[1, 2], [3, 4]]) {
      const input = upload(...x), calls = engine.calls, [results] = call([input], []);
      assert.deepEqual([call.plan, engine.calls], [undefined, calls]);
      assert.deepEqual(await Promise.all(results.map(read)), [x.map((value) => 2 * value), x]);
      backend.dispose(input, ...results);
    }
  });
});

describe("plans of one function", () => {
  it("are for a few sizes; the one that was not used for the longest gives its memory back", async () => {
    const fn = new Machine({}).function(([x]) => {
      const sum = add(x!, x!), twice = add(sum, sum);
      backend.dispose(sum);
      return [[twice, backend.scalar(x!.shape[0]!)], []];
    });
    const call = async (size: number): Promise<void> => {
      const data = Array.from({ length: size }, (_, i) => i), input = upload(...data), results = fn(input);
      assert.deepEqual(await Promise.all(results.map(read)), [data.map((value) => 4 * value), [size]]);
      backend.dispose(input, ...results);
    };
    const sizes = [1, 2, 3, 4, 5, 6, 1, 2, 6, 6, 3];
    for (const size of sizes) await call(size);
    const held = heap.blocks;
    for (let round = 0; round < 20; round++) for (const size of sizes) await call(size);
    assert.equal(heap.blocks, held);
  });

  it("share an arena, which moves where one needs more", async () => {
    const m = new Machine({});
    const fn = m.function(([x]) => {
      const sum = add(x!, x!), back = turn(sum);
      backend.dispose(sum);
      const again = turn(back);
      backend.dispose(back);
      return [[again], []];
    });
    for (const size of [3, 1000, 3, 30000, 1000, 3]) {
      const data = Array.from({ length: size }, (_, i) => i), input = upload(...data);
      const { address } = engine.arena, [y] = fn(input);
      if (size === 30000) assert.notEqual(engine.arena.address, address);
      assert.deepEqual(await read(y!), data.map((value) => 2 * value));
      backend.dispose(input, y!);
    }
  });

  it("go on where the memory has grown", async () => {
    const fn = new Machine({}).function(([x]) => {
      const sum = add(x!, x!), back = turn(sum);
      backend.dispose(sum);
      return [[back], []];
    });
    const blocks: number[] = [], input = upload(1, 2, 3), before = heap.memory.buffer;
    for (let i = 0; i < 4; i++) {
      const [y] = fn(input);
      assert.deepEqual(await read(y!), [6, 4, 2]);
      backend.dispose(y!);
      blocks.push(heap.allocate(heap.memory.buffer.byteLength));
    }
    assert.notEqual(heap.memory.buffer, before);
    blocks.forEach((address) => heap.free(address));
    backend.dispose(input);
  });
});

describe("random functions", () => {
  /** A function as a list of steps: each makes a tensor of earlier ones, by their places. */
  type Step = ["add", number, number] | ["turn", number] | ["view", number];

  function run(steps: Step[], given: Tensor[], kept: number[]): Tensor[] {
    const all = [...given], last = new Map<number, number>(); // the last step that reads each
    steps.forEach(([, ...of], at) => (of as number[]).forEach((place) => last.set(place, at)));
    steps.forEach((step, at) => {
      const [kind, ...of] = step as [string, ...number[]], [a, b] = of.map((place) => all[place]!);
      all.push(kind === "add" ? add(a!, b!) : kind === "turn" ? turn(a!) : reshape(a!, ...a!.shape));
      const made = given.length + at;
      for (const place of new Set([...of, made])) {
        if (place >= given.length && !kept.includes(place) && (last.get(place) ?? made - given.length) === at) backend.dispose(all[place]!);
      }
    });
    return kept.map((place, i) => (place < given.length || kept.indexOf(place) < i ? backend.retain(all[place]!) : all[place]!));
  }

  it("give by plan what they give by themselves, over several calls", async () => {
    for (let seed = 0; seed < 150; seed++) {
      const random = new Seeded(seed), names = ["u", "v", "w"], size = random.pick([1, 3, 40]);
      const data = () => Array.from({ length: size }, () => random.between(-9, 9));
      const start = Object.fromEntries(names.map((name) => [name, data()]));
      const machine = new Machine(start), mirror = new Machine(start);
      const count = 2 + names.length, length = random.between(1, 25);
      const steps = Array.from({ length }, (_, at): Step => {
        const before = () => random.below(10) < 6 ? random.below(count + at) : count + at - 1;
        return random.pick<Step>([["add", before(), before()], ["turn", before()], ["view", before()]]);
      });
      const kept = Array.from({ length: random.between(0, 3) + names.length }, () => random.below(count + length));
      const split = kept.length - names.length;
      const body = (inputs: Tensor[], captures: Tensor[]): [Tensor[], Tensor[]] => {
        const outs = run(steps, [...inputs, ...captures], kept);
        return [outs.slice(0, split), outs.slice(split)];
      };
      const fn = machine.function(body, names.join(" "), names.join(" "));
      const held: [Tensor, number[]][] = [];
      for (let call = 0; call < 6; call++) {
        const inputs = [upload(...data()), upload(...data())];
        if (random.below(4) === 0) inputs[1] = (backend.dispose(inputs[1]!), backend.retain(machine.variables.get("v")!));
        const copies = await Promise.all(inputs.map(async (input) => upload(...await read(input))));
        if (random.below(3) === 0) {
          const variable = machine.variables.get(random.pick(names))!;
          held.push([backend.retain(variable), await read(variable)]);
        }
        const [results, updates] = body(copies, names.map((name) => mirror.variables.get(name)!));
        names.forEach((name, i) => mirror.set(name, updates[i]!));
        const given = fn(...inputs);
        assert.deepEqual(await Promise.all(given.map(read)), await Promise.all(results.map(read)), `results, seed ${seed}`);
        for (const name of names) assert.deepEqual(await machine.value(name), await mirror.value(name), `${name}, seed ${seed}`);
        for (const tensor of given) held.push([tensor, await read(tensor)]);
        for (const [tensor, values] of held) assert.deepEqual(await read(tensor), values, `held, seed ${seed}`);
        backend.dispose(...inputs, ...copies, ...results);
      }
      backend.dispose(...held.map(([tensor]) => tensor));
    }
  });
});

describe("a plan above 2 GiB", () => {
  it("gives what it gives below", async () => {
    const high = await engineInJs({}, (error) => error, new GuardedHeap(undefined, 2 ** 31));
    const sum = high.backend.bind(addConfig), vector = (...data: number[]) => high.backend.upload({ shape: [2], dtype: "float32", data: Float32Array.from(data) });
    const fn = high.backend.planned!(([x]: Tensor[]) => [[sum({ a: x!, b: x! })], []], { captures: [], updates: [] });
    for (const values of [[3, 4], [5, 6]]) {
      const x = vector(...values), [twice] = fn([x], [])[0];
      assert.ok(high.engine.addressOf(x) >= 2 ** 31 && fn.plan);
      assert.deepEqual([...await high.backend.read(twice!)], values.map((value) => 2 * value));
    }
  });
});
