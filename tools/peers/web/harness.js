/**
 * One contender at one task in this page: checked against Keras, then timed. Gives plain numbers.
 *
 * An adapter is a module of `adapters/` whose default export is
 *
 *     async (job, options) => ({
 *       step(x, y, number): Promise<number>,   // of a training task: one update; the mean loss before it
 *       predict(x): Promise<Float32Array>,     // of a prediction
 *       about?(): string | Promise<string>,    // what runs: a version, a renderer
 *     })
 *
 * `job` is `Task.described()` of tasks.py with `weights: [{ name, shape, data }]`; `options` are those of contenders.py.
 * x and y are Float32Arrays of the host in every call, and each call ends with the number (or the output) on the host:
 * uploads and reads are inside the time for everybody.
 */
import { lossDifference, outputDifference } from "./agreement.js";
import { fetchJob } from "./job.js";

const CHECKED = 10; // losses
const WARM = 4; // predictions before the first one that counts

globalThis.measure = async ({ adapter, task, options, milliseconds, checkMilliseconds }) => {
  const job = await fetchJob(task);
  const { default: start } = await import(`/site/adapters/${adapter}.js`);
  const contender = await start(job, options);
  const call = job.kind === "train"
    ? (number) => contender.step(job.x[number % job.x.length], job.y[number % job.y.length], number)
    : () => contender.predict(job.x[0]);

  const began = performance.now();
  const results = [await call(0)];
  const first = performance.now() - began;
  const checks = []; // they stand in for timed calls where one takes many seconds
  const inTime = () => performance.now() - began < checkMilliseconds;
  while (results.length < (job.kind === "train" ? CHECKED : WARM) && inTime()) {
    const before = performance.now();
    results.push(await call(results.length));
    checks.push(performance.now() - before);
  }
  const difference = job.kind === "train" ? lossDifference(results, job.expected) : outputDifference(results[0], job.expected);
  const times = inTime() ? await timed(call, results.length, Math.min(...checks), milliseconds) : [];
  return {
    times: times.length ? times : checks.length ? checks : [first],
    few: times.length === 0,
    checked: results.length,
    difference,
    first,
    about: await contender.about?.(),
    isolated: globalThis.crossOriginIsolated,
  };
};

/**
 * Milliseconds of a call, each the mean of a group that takes some, since clocks of pages are coarse: 5 us where the page
 * is isolated, else 100.
 */
async function timed(call, number, quickest, milliseconds) {
  const least = globalThis.crossOriginIsolated ? 1 : 5;
  const group = Math.max(1, Math.ceil(least / Math.max(quickest, 0.005)));
  const times = [];
  const began = performance.now();
  for (let now = began; times.length < 3 || now - began < milliseconds;) {
    const before = now;
    for (let each = 0; each < group; each++) await call(number++);
    now = performance.now();
    times.push((now - before) / group);
  }
  return times;
}

globalThis.ready = true;
