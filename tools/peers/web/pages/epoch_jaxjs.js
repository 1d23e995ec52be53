import start from "../adapters/jaxjs.js";
import { fetchJob } from "../job.js";
import { mnist } from "./mnist.js";

const STEPS = 80; // the rest of the epoch is reckoned
const job = { ...(await fetchJob("I1b1")), kind: "train", batch: 64 };
const contender = await start(job, { device: "wasm" });
const { images, labels, order } = await mnist();
const began = performance.now();
let loss = 0;
for (let step = 0; step < STEPS; step++) {
  const x = new Float32Array(job.batch * 784);
  const y = new Float32Array(job.batch * 10);
  for (let each = 0; each < job.batch; each++) {
    const row = order[step * job.batch + each];
    x.set(images.subarray(784 * row, 784 * (row + 1)), 784 * each);
    y[10 * each + labels[row]] = 1;
  }
  loss += (await contender.step(x, y, step)) / STEPS;
}
const done = performance.now();
globalThis.result = { done, fit: done - began, steps: STEPS, loss };
