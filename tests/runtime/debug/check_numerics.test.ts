/** Which failure is told, and when: the counts of calls that are in flight, and those of a script's last step. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Program, Tensor } from "@bml/runtime/app/contract.js";
import { start } from "@bml/runtime/backends/cpu.js";
import { checkNumerics, firstBlamed, type NumericsCheck } from "@bml/runtime/debug/check_numerics.js";

const check = (subject: string, more: Partial<NumericsCheck> = {}): NumericsCheck =>
  ({ at: "f.py:1", subject, layer: "", shape: ["n", 2], reads: [], ...more });

const program = { functions: { f: { params: [{ name: "x", shape: ["n", 2], dtype: "float32" }] } } } as unknown as Program;
const checks = { f: [check("parameter x holds"), check("log gave", { at: "f.py:2", layer: "loss", reads: [0] })] };

/** A program of one function, which is told what it counts. */
async function open(script: () => unknown = () => "done") {
  let counts = [0, 0, 0, 0];
  const loaders = {
    cpu: async () => ({
      start,
      tensorFunctions: (backend: { upload: (array: object) => Tensor }) => ({
        f: (): [Tensor[], Tensor[]] =>
          [[backend.upload({ shape: [4], dtype: "float32", data: Float32Array.from(counts) })], []],
      }),
    }),
  };
  const [, scripts, checked] = checkNumerics(program, checks, { script }, loaders as never);
  const module = await checked["cpu"]!();
  const backend = await module.start({ base: new URL("file:///") });
  const functions = module.tensorFunctions(backend);
  const x = backend.upload({ shape: [3, 2], dtype: "float32", data: new Float32Array(6) });
  return {
    backend, x,
    call: (...next: number[]) => {
      counts = next;
      return functions["f"]!([x], []);
    },
    script: () => Promise.resolve(scripts["script"]!({}, {})),
  };
}

const LOG = /^NumericsError: BML406: f\.py:2: log gave 3 NaN and 1 infinite of 6 values \(loss\)$/;
const LATER = /parameter x holds/;

describe("checkNumerics", () => {
  it("takes the counts off, and frees them", async () => {
    const { backend, call, script } = await open();
    const before = backend.liveTensors();
    assert.deepEqual(call(0, 0, 0, 0), [[], []]);
    assert.equal(await script(), "done");
    assert.equal(backend.liveTensors(), before);
  });

  it("tells the failure of a call before anything of it is read", async () => {
    const { backend, x, call } = await open();
    call(0, 0, 3, 1);
    await assert.rejects(backend.read(x), LOG);
  });

  it("tells the first of several failures, and then no other of the same run", async () => {
    const { backend, x, call } = await open();
    call(0, 0, 0, 0);
    call(0, 0, 3, 1);
    call(6, 0, 6, 0);
    await assert.rejects(backend.read(x), LOG);
    assert.equal((await backend.read(x)).length, 6);
    call(6, 0, 6, 0);
    await assert.rejects(backend.read(x), LATER);
  });

  it("refuses the next call once the counts have arrived", async () => {
    const { call } = await open();
    call(0, 0, 3, 1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.throws(() => call(0, 0, 0, 0), LOG);
    assert.deepEqual(call(0, 0, 0, 0), [[], []]);
  });

  it("tells what a script's last step made", async () => {
    const opened = await open(() => opened.call(0, 0, 3, 1));
    await assert.rejects(opened.script(), LOG);
  });

  it("passes on what went wrong with the device", async () => {
    const { backend, x, call } = await open();
    Object.getPrototypeOf(backend).read = () => Promise.reject(new Error("lost"));
    call(0, 0, 0, 0);
    await assert.rejects(backend.read(x), /lost/);
  });
});

describe("firstBlamed", () => {
  const reading = check("exp gave", { reads: [0] });
  for (const [what, checks, counts, expected] of [
    ["nothing", [check("a"), reading], [0, 0, 0, 0], -1],
    ["what makes one", [check("a"), reading], [0, 0, 1, 0], 1],
    ["not what copies one", [check("a", { infinity: true }), reading], [0, 2, 0, 2], -1],
    ["a NaN that is made of an infinity", [check("a", { infinity: true }), reading], [0, 2, 1, 0], 1],
    ["no NaN that is meant", [check("a", { nan: true })], [1, 0], -1],
  ] as const) {
    it(`blames ${what}`, () => assert.equal(firstBlamed([...checks], counts), expected));
  }
});
