import assert from "node:assert/strict";
import test from "node:test";
import { addConfig } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Add.js";
import { multiplyConfig } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Multiply.js";
import type { Program, TensorFunctions } from "@bml/runtime/app/contract.js";
import type { Backend, Tensor } from "@bml/runtime/backends/backend.js";
import { start } from "@bml/runtime/backends/cpu.js";
import type { Loader } from "@bml/runtime/data/shard.js";
import { repeatInPieces, type Pieces } from "@bml/runtime/memory/loop.js";
import { inPieces } from "@bml/runtime/memory/pieces.js";
import { State } from "@bml/runtime/training/state.js";

const backend = await start({ base: new URL(import.meta.url) });
const add = backend.bind(addConfig), multiply = backend.bind(multiplyConfig);
const yes = backend.constant([1], [], "bool");

function scalar(value: number): Tensor {
  return backend.scalar(value);
}

async function read(tensor: Tensor): Promise<number> {
  return (await backend.read(tensor))[0]!;
}

/** Doubles the variable in three pieces, of which the last may fail; keeps a reference to the input over all of them. */
function doubling(fails = false) {
  return inPieces(backend, function* ([x], [level]): Pieces<[Tensor[], Tensor[]]> {
    const kept = backend.retain(x!);
    const once = add({ a: level!, b: level! });
    yield yes;
    const sum = add({ a: once, b: x! });
    yield yes;
    backend.dispose(once);
    if (fails) throw new Error("the third piece");
    return [[sum, kept], [backend.retain(sum)]];
  });
}

test("a function in pieces gives what the last one returns", async () => {
  const tensors = backend.liveTensors();
  const [x, level] = [scalar(1), scalar(5)];
  const called = doubling()([x], [level]);
  backend.dispose(x, level); // it has references of its own
  const [[sum, kept], [update]] = await called as [[Tensor, Tensor], [Tensor]];
  assert.deepEqual([await read(sum), await read(kept), await read(update)], [11, 1, 11]);
  backend.dispose(sum, kept, update);
  assert.equal(backend.liveTensors(), tensors);
});

test("a throw takes back what all pieces did, and nothing that others did between them", async () => {
  const tensors = backend.liveTensors();
  const [x, level] = [scalar(1), scalar(5)];
  const called = doubling(true)([x], [level]);
  await Promise.resolve();
  const between = backend.invoke(() => multiply({ a: x, b: level })); // after the first piece
  backend.dispose(level);
  await assert.rejects(called, /the third piece/);
  assert.equal(await read(between), 5);
  assert.equal(await read(x), 1);
  backend.dispose(between, x);
  assert.equal(backend.liveTensors(), tensors);
});

test("one that is stopped at its gate ends there", async () => {
  const tensors = backend.liveTensors();
  const [x, level] = [scalar(1), scalar(5)];
  const stopped = { gate: () => Promise.reject(new Error("stopped")) };
  await assert.rejects(doubling()([x], [level], undefined, stopped), /stopped/);
  backend.dispose(x, level);
  assert.equal(backend.liveTensors(), tensors);
});

test("a loop that counts ends where the count would be rounded", () => {
  const loop = repeatInPieces(backend, [], function* () { yield yes; return true; }, function* () { return []; }, 2);
  for (let look = 0; look < 3; look++) assert.equal(loop.next(true).done, false);
  assert.throws(() => loop.next(true), /expected a loop to end within 2 steps/);
});

const float = { shape: [], dtype: "float32" as const };
const functions = {
  double: { params: [{ name: "x", ...float }], results: [float, float], captures: ["level"], updates: ["level"], waits: true as const },
  look: { params: [], results: [float], captures: ["level"], updates: [] },
};
const variables = [{ name: "level", ...float, trainable: true, initializer: { name: "constant" as const, value: 1 } }];
const program = { variables, functions, name: "", version: "", source: "", title: "", datasets: {}, models: {}, exports: {} } as Program;

test("what reads variables between two pieces sees them as they were; what sets them waits", async () => {
  const table: TensorFunctions = { double: doubling(), look: (_inputs, [level]) => [[backend.retain(level!)], []] };
  const tensors = backend.liveTensors();
  const state = new State(backend as Backend, program, table, {} as Loader);
  await state.ready();
  const look = async (): Promise<number> => {
    const [level] = state.invoke("look", []) as Tensor[];
    try {
      return await read(level!);
    } finally {
      backend.dispose(level!);
    }
  };
  const x = scalar(1);
  const double = async (): Promise<void> => backend.dispose(...await state.invoke("double", [x]));
  const called = double();
  await Promise.resolve();
  assert.equal(await look(), 1);
  await Promise.all([called, double(), double()]); // the inputs of those that wait are theirs, too
  assert.equal(await look(), 15);
  backend.dispose(x);
  assert.equal(backend.liveTensors(), tensors + 1); // the variable
});

test("what waits to set variables has its turn before the next call of a tight loop", async () => {
  const state = new State(backend as Backend, program, { double: doubling() }, {} as Loader);
  await state.ready();
  const order: string[] = [], x = scalar(1);
  const loop = async (): Promise<void> => {
    for (const step of ["step 0", "step 1", "step 2"]) {
      backend.dispose(...await state.invoke("double", [x]));
      order.push(step);
    }
  };
  const asked = (name: string) => state.inTurn(() => void order.push(name));
  await Promise.all([loop(), asked("first"), asked("second")]);
  assert.deepEqual(order, ["step 0", "first", "second", "step 1", "step 2"]);
  assert.equal(state.inTurn(() => "at once"), "at once"); // nobody is in line any more
  await assert.rejects(async () => state.inTurn(() => Promise.reject(new Error("it failed"))), /it failed/);
  await state.inTurn(() => void order.push("after a failure"));
  assert.equal(order.at(-1), "after a failure");
  backend.dispose(x);
});
