import assert from "node:assert/strict";
import test from "node:test";
import { addConfig } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Add.js";
import type { Tensor } from "@bml/runtime/backends/backend.js";
import { start } from "@bml/runtime/backends/cpu.js";
import { branch, loop, loopBack, loopBackInPieces, loopInPieces, repeat, repeatInPieces, Stack, type Pieces } from "@bml/runtime/memory/loop.js";

const backend = await start({ base: new URL(import.meta.url) });
const add = backend.bind(addConfig);

function tensor(value: number): Tensor {
  return backend.upload({ shape: [1], dtype: "float32", data: Float32Array.of(value) });
}

async function read(x: Tensor): Promise<number> {
  return (await backend.read(x))[0]!;
}

/** 1 + x at each step, with the sums before on a stack. */
function counting(one: Tensor, before: Stack, seen: number[]) {
  return (i: number, [x]: Tensor[]): Tensor[] => {
    seen.push(i);
    before.put(i, backend.retain(x!));
    return [add({ a: x!, b: one })];
  };
}

/** What is left at the end, after the pieces in between. */
function ended<T>(pieces: Pieces<T>): T {
  let piece = pieces.next();
  while (!piece.done) piece = pieces.next(true);
  return piece.value;
}

const loops = { loop, loopBack, loopInPieces, loopBackInPieces };
for (const [name, run] of Object.entries(loops)) {
  test(`${name} borrows what it begins with, frees each carry and gives the last one away`, async () => {
    const tensors = backend.liveTensors();
    const one = tensor(1);
    const start = tensor(10);
    const before = new Stack();
    const seen: number[] = [];
    const step = counting(one, before, seen);
    const [last] = name.includes("InPieces")
      ? ended((run as typeof loopInPieces)(backend, 4, [start], function* (i, carries) { yield one; return step(i, carries); }))
      : (run as typeof loop)(backend, 4, [start], step);
    const order = name.includes("Back") ? [3, 2, 1, 0] : [0, 1, 2, 3];
    assert.deepEqual(seen, order);
    assert.equal(await read(last!), 14);
    assert.deepEqual(await Promise.all(before.items.map(read)), order.map((i) => 10 + i));
    assert.equal(backend.liveTensors() - tensors, 6); // `one`, `start`, which is on the stack too, three sums and the last
    backend.dispose(...before.items, last!, start, one);
    assert.equal(backend.liveTensors(), tensors);
  });
}

test("a loop of no steps gives its beginning, with a reference of its own", () => {
  const tensors = backend.liveTensors();
  const start = tensor(1);
  const [same] = loop(backend, 0, [start], () => assert.fail("there is no step"));
  backend.dispose(start);
  assert.equal(backend.liveTensors(), tensors + 1);
  backend.dispose(same!);
  assert.equal(backend.liveTensors(), tensors);
});

for (const name of ["repeat", "repeatInPieces"]) {
  test(`${name} goes on as long as its condition holds, and frees each state`, async () => {
    const tensors = backend.liveTensors();
    const one = tensor(1);
    const start = tensor(10);
    let left = 3;
    const holds = () => left-- > 0;
    const step = ([x]: Tensor[]): Tensor[] => [add({ a: x!, b: one })];
    const [last] = name === "repeat"
      ? repeat(backend, [start], holds, step)
      : ended(repeatInPieces(backend, [start], function* () { yield one; return holds(); }, function* (state) { return step(state); }));
    assert.equal(await read(last!), 13);
    assert.equal(backend.liveTensors() - tensors, 3);
    backend.dispose(last!, start, one);
    assert.equal(backend.liveTensors(), tensors);
  });
}

test("a branch runs one of its functions", () => {
  assert.equal(branch(true, () => 1, () => assert.fail("it does not hold")), 1);
  assert.equal(branch(false, () => assert.fail("it holds"), () => 2), 2);
});

test("a stack gives each item away once", () => {
  const tensors = backend.liveTensors();
  const stack = new Stack();
  loop(backend, 3, [], (i) => stack.put(i, tensor(i)));
  loopBack(backend, 3, [], (i) => backend.dispose(stack.take(i)));
  assert.equal(backend.liveTensors(), tensors);
});

test("invoke takes back what a loop did before its body threw", () => {
  const tensors = backend.liveTensors();
  const one = tensor(1);
  const stack = new Stack();
  const body = (i: number, [x]: Tensor[]): Tensor[] => {
    stack.put(i, backend.retain(x!));
    if (i === 2) throw new Error("the third step");
    return [add({ a: x!, b: one })];
  };
  assert.throws(() => backend.invoke(() => loop(backend, 5, [one], body)), /the third step/);
  assert.equal(backend.liveTensors(), tensors + 1);
  backend.dispose(one);
  assert.equal(backend.liveTensors(), tensors);
});
