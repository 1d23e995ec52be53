/** The harness in Node: a line of JSON in, a line of JSON out. */
import { harness, type Modules } from "./harness.js";
import type { Request } from "./messages.js";

export async function main(modules: Modules): Promise<void> {
  console.log = console.error; // stdout carries the replies
  console.info = console.error;
  const { createInterface } = process.getBuiltinModule("node:readline");
  const answer = harness(modules);
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const reply = await answer(JSON.parse(line) as Request);
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}
