/**
 * A bundle's session in Node, driven by lines of JSON: runs scripts, takes samples of the backend's own table while they
 * are paused, stops runs at a given event or after a time.
 *
 * node session.mjs BUNDLE BACKEND  <  {"call": "classify", "inputs": [...]}  or  {"script": "train", "args": {}, "drainEvery": 100, "stopAt": {"event": 7}}
 */

import { readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [bundle, backend] = process.argv.slice(2);
const base = pathToFileURL(`${resolve(bundle)}/`);
const file = readdirSync(new URL("chunks/", base)).find((name) => /^session-\w+\.js$/.test(name));
const { open } = await import(new URL(`chunks/${file}`, base).href);
const session = await open({ bundle: base.href, backend, cache: false }, () => {});
let runs = 0;

/** `drainEvery`: after that many progress events the run is paused, and a sample taken once nothing is on its way. */
async function answer({ script, args = {}, drainEvery, keep = true, stopAt }) {
  const id = ++runs;
  const events = [], samples = [];
  let seen = 0, steps = 0;
  const emit = (event) => {
    seen++;
    if (event.type === "progress" && ++steps % drainEvery === 0) session.command(id, "pause");
    if (event.type === "paused") {
      setTimeout(async () => {
        samples.push([steps, (await session.memory()).liveTensors]);
        session.command(id, "resume");
      }, 5);
    }
    if (keep) events.push(event);
    if (stopAt?.event === seen) session.command(id, "stop");
  };
  let timer;
  if (stopAt?.milliseconds !== undefined) timer = setTimeout(() => session.command(id, "stop"), stopAt.milliseconds);
  const began = performance.now();
  let result = null, error = null;
  try {
    result = await session.run(id, script, args, emit);
  } catch (thrown) {
    error = `${thrown.name}: ${thrown.message}`;
  }
  clearTimeout(timer);
  return { events, samples, steps, seen, result: result ?? null, error, milliseconds: performance.now() - began, memory: await session.memory() };
}

async function call({ call: name, inputs }) {
  const [{ shape, data }] = await session.call(name, inputs);
  return { shape, data: Array.from(data) };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await ("call" in request ? call(request) : answer(request)))}\n`);
}
await session.close();
