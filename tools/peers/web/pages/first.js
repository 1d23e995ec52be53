/** The first prediction, or the first step, of a contender that fetches its weights as they are. */
import { fetchJob } from "../job.js";

export async function first(start, options, what = "predict") {
  const job = await fetchJob("I1b1");
  if (what === "predict") {
    await (await start(job, options)).predict(new Float32Array(784).fill(0.5));
  } else {
    const y = new Float32Array(640).map((_, place) => (place % 11 === 0 ? 1 : 0));
    const contender = await start({ ...job, kind: "train", batch: 64 }, options);
    await contender.step(new Float32Array(64 * 784).fill(0.5), y, 0);
  }
  globalThis.result = { done: performance.now() };
}

/** Of one that reads a model's file. */
export async function firstOfModel(start, options) {
  const contender = await start({ task: "I1b1", batch: 1, inputs: [28, 28, 1] }, options);
  await contender.predict(new Float32Array(784).fill(0.5));
  globalThis.result = { done: performance.now() };
}
