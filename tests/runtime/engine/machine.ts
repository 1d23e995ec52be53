/** Variables and planned functions of them, as a session calls them, over operations of JavaScript. */

import assert from "node:assert/strict";
import { afterEach } from "node:test";

import type { Tensor } from "@bml/runtime/backends/backend.js";
import { kernel, sizeOf } from "@bml/runtime/engine/kernel.js";
import type { Planned, TensorFunction } from "@bml/runtime/engine/plans.js";
import { truthConfig } from "@bml/runtime/kernels/wasm/truth.js";
import { addConfig, engineInJs, reshapeConfig } from "./engine_in_js.js";

/** How often `trap` copies before it throws as a WebAssembly trap does. */
export const traps = { after: Infinity };
/** The error of a plan that failed after it had begun to write over variables. */
export class Lost extends Error {}

export const { backend, engine, heap } = await engineInJs({
  /** [x, y, size]: backwards, which fails where y lies over x */
  test_turn: ([x, y, size], floats) => {
    const [from, to] = [floats(x!, size!), floats(y!, size!)];
    for (let i = 0; i < size!; i++) to[i] = from[size! - 1 - i]!;
  },
  /** [x, y, flag]: whether x begins below y */
  test_less: ([x, y, flag], floats, bytes) => (bytes(flag!)[0] = Number(floats(x!, 1)[0]! < floats(y!, 1)[0]!)),
  /** [x, y, size] */
  test_trap: ([x, y, size], floats) => {
    if (traps.after-- <= 0) throw new WebAssembly.RuntimeError("unreachable");
    floats(y!, size!).set(floats(x!, size!));
  },
}, (error) => new Lost(error.message));

const ofOne = (operation: string) => kernel(operation, ({ x }: { x: Tensor }, _: object, k) => {
  const y = k.make(x.shape, "float32");
  k.call(operation, [x, y, sizeOf(x)]);
  return y;
});
const [addKernel, turnKernel, trapKernel, viewKernel] = [addConfig, ofOne("test_turn"), ofOne("test_trap"), reshapeConfig].map(backend.bind) as
  ReturnType<typeof backend.bind>[];

const lessKernel = backend.bind(kernel("test_less", ({ a, b }: { a: Tensor; b: Tensor }, _: object, k) => {
  const flag = k.make([], "bool");
  k.call("test_less", [a, b, flag]);
  return flag;
}));
const truthKernel = backend.bind(truthConfig);

export const less = (a: Tensor, b: Tensor): Tensor => lessKernel({ a, b });
/** In a function that is written down it stands for that. */
export const truth = (x: Tensor): boolean => truthKernel({ x }) as unknown as boolean;
export const add = (a: Tensor, b: Tensor): Tensor => addKernel!({ a, b });
export const turn = (x: Tensor): Tensor => turnKernel!({ x });
export const trap = (x: Tensor): Tensor => trapKernel!({ x });
export const reshape = (x: Tensor, ...shape: number[]): Tensor => viewKernel!({ x }, { shape });
export const upload = (...data: number[]): Tensor => backend.upload({ shape: [data.length], dtype: "float32", data: Float32Array.from(data) });
export const read = async (tensor: Tensor): Promise<number[]> => [...await backend.read(tensor)];

export class Machine {
  readonly variables: Map<string, Tensor>;

  constructor(variables: Record<string, number[]>) {
    this.variables = new Map(Object.entries(variables).map(([name, data]) => [name, upload(...data)]));
    machines.push(this);
  }

  /** @param captures Names of variables, with spaces between. */
  function(fn: TensorFunction, captures = "", updates = ""): (...inputs: Tensor[]) => Tensor[] {
    const names = { captures: captures.split(" ").filter(Boolean), updates: updates.split(" ").filter(Boolean) };
    const call: Planned = backend.planned!(fn, names);
    return (...inputs) => {
      const [results, updated] = backend.invoke(() => call(inputs, names.captures.map((name) => this.variables.get(name)!)));
      assert.ok(call.plan, "it runs by plan");
      names.updates.forEach((name, i) => this.set(name, updated[i]!));
      return results;
    };
  }

  /** Takes the tensor over. */
  set(name: string, tensor: Tensor): void {
    backend.dispose(this.variables.get(name)!);
    this.variables.set(name, tensor);
  }

  value(name: string): Promise<number[]> {
    return read(this.variables.get(name)!);
  }

  address(name: string): number {
    return engine.addressOf(this.variables.get(name)!);
  }
}

const machines: Machine[] = [];
afterEach(() => {
  for (const { variables } of machines.splice(0)) backend.dispose(...variables.values());
  assert.equal(backend.liveTensors(), 0);
  heap.check();
});
