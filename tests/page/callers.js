/** What the tests of an app do in a page: test_app.py serves this file beside the program. */

import { load } from "./callers.js";

const words = (error) => `${error.name}: ${error.message}`;

/** What becomes of a promise, or that nothing does. */
const settled = (promise) => Promise.race([
  Promise.resolve(promise).then((value) => value ?? "nothing", words),
  new Promise((resolve) => setTimeout(resolve, 20_000, "it waits for ever")),
]);

/** Reads events without leaving a loop over them, which would stop the run. */
function iterator(run) {
  const events = run[Symbol.asyncIterator]();
  return () => events.next();
}

const questions = {
  twice: (app) => app.twice([[1, 2]]),
  train: (app) => app.train(),
  events: async (app) => { for await (const event of app.train()) void event; },
  memory: (app) => app.memory(),
  getWeights: (app) => app.getWeights(),
  setWeights: (app) => app.setWeights({}),
  report: (app) => app.report(),
};

const all = async (app) =>
  Object.fromEntries(await Promise.all(Object.entries(questions).map(async ([name, ask]) => [name, await settled(ask(app))])));

/** All that can be asked of an app once it is gone, and what was in flight when it went. */
export async function disposed({ worker }) {
  const app = await load({ backend: "cpu", worker });
  const run = app.train({ epochs: 100_000 });
  const next = iterator(run);
  while ((await next()).value.type !== "batch");
  const call = app.twice([[1, 2]]).then(({ data }) => [...data]);
  const disposal = app.dispose();
  const meanwhile = await all(app);
  run.pause();
  run.stop();
  return {
    meanwhile,
    call: await settled(call),
    run: [await settled(run), (await settled(run.ended)).status],
    disposals: [await settled(disposal), await settled(app.dispose())],
    after: await all(app),
  };
}

/** A training, with its worker in `workers`. */
export async function begin() {
  const { Worker } = globalThis;
  globalThis.workers = [];
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      workers.push(this);
    }
  };
  globalThis.app = await load({ backend: "cpu" });
  globalThis.run = app.train({ epochs: 100_000 });
  globalThis.next = iterator(run);
  while ((await next()).value.type !== "batch");
}

/** What becomes of it all. */
export async function bereft() {
  const rest = (async () => { while (!(await next()).done); })();
  return {
    run: [await settled(run), (await settled(run.ended)).status],
    events: await settled(rest),
    after: await all(app),
    disposal: await settled(app.dispose()),
  };
}

async function file(name) {
  return (await fetch(`/${name}`)).blob();
}

async function image(url) {
  const picture = Object.assign(new Image(), { src: url });
  await picture.decode();
  return picture;
}

function canvas(width, height, fill) {
  const made = Object.assign(document.createElement("canvas"), { width, height });
  if (fill) Object.assign(made.getContext("2d"), { fillStyle: fill }).fillRect(0, 0, width, height);
  return made;
}

/** The first pixel that a function receives of each kind of picture. */
export async function pictures({ worker }) {
  const app = await load({ backend: "cpu", worker });
  const faint = await file("faint.png"), wide = await file("wide.png");
  const pixel = (called) => settled(called.then(({ data, shape }) => [...data].slice(0, shape[2])));
  const offscreen = new OffscreenCanvas(4, 4);
  Object.assign(offscreen.getContext("2d"), { fillStyle: "rgb(200, 100, 50)" }).fillRect(0, 0, 4, 4);
  const found = {
    blob: await pixel(app.layers(faint)),
    file: await pixel(app.layers(new File([faint], "faint.png"))),
    img: await pixel(app.layers(await image("/faint.png"))),
    bitmap: await pixel(app.layers(await createImageBitmap(faint, { premultiplyAlpha: "none" }))),
    data: await pixel(app.layers(new ImageData(Uint8ClampedArray.of(200, 100, 50, 128), 1, 1))),
    onBlack: await pixel(app.colours(faint)),
    canvas: await pixel(app.colours(canvas(4, 4, "rgb(200, 100, 50)"))),
    offscreen: await pixel(app.colours(offscreen)),
    frame: await pixel(app.colours(new VideoFrame(canvas(4, 4, "rgb(200, 100, 50)"), { timestamp: 0 }))),
    profile: await pixel(app.colours(wide)),
    profileOfImg: await pixel(app.colours(await image("/wide.png"))),
    drawing: await pixel(app.colours(await image("/red.svg"))),
    deep: globalThis.Float16Array
      ? await pixel(app.colours(new ImageData(Float16Array.of(1, 0.2, 0, 1), 1, 1, { pixelFormat: "rgba-float16" }))) : [255, 51, 0],
    grey: await pixel(app.grey(canvas(4, 4, "rgb(200, 100, 50)"))),
  };
  await app.dispose();
  return found;
}

/** What is said of each thing that is no picture, or none yet. */
export async function strangers({ worker, foreign }) {
  const app = await load({ backend: "cpu", worker });
  const tainted = canvas(2, 2);
  const other = await image(foreign);
  tainted.getContext("2d").drawImage(other, 0, 0);
  const closed = await createImageBitmap(canvas(2, 2));
  closed.close();
  const moved = new ImageData(2, 2);
  structuredClone(moved.data.buffer, { transfer: [moved.data.buffer] });
  const given = {
    div: document.createElement("div"), context: canvas(2, 2).getContext("2d"), node: document.createTextNode("x"), window,
    function: () => 1, null: null, undefined: undefined, svg: document.createElementNS("http://www.w3.org/2000/svg", "image"),
    tainted, other, empty: canvas(0, 2), offscreen: new OffscreenCanvas(0, 0), closed, moved,
    unloaded: Object.assign(new Image(), { src: "/never.png" }), video: document.createElement("video"),
    text: new Blob(["no picture"], { type: "text/plain" }), list: [new ImageData(1, 1)], boxed: new Number(5),
  };
  const found = {};
  for (const [name, value] of Object.entries(given)) found[name] = await settled(app.colours(value));
  found.numbers = await settled(app.twice(canvas(2, 2)));
  found.none = await settled(app.twice());
  found.argument = await settled(app.train({ epochs: document.body }));
  found.arguments = await settled(app.train(() => 1));
  found.weights = await settled(app.setWeights({ "dense/kernel": document.body }));
  found.noWeights = await settled(app.setWeights());
  found.samples = await settled(app.report({ samples: document.body }));
  await app.dispose();
  return found;
}

/** Pages whose other scripts extend what all objects inherit. */
export async function extended({ worker }) {
  const added = { extend() {}, shape: [1], data: "inherited", signal: 5, samples: -1, epochs: "inherited", then: undefined };
  for (const [name, value] of Object.entries(added)) {
    Object.defineProperty(Object.prototype, name, { value, enumerable: true, configurable: true, writable: true });
  }
  Array.prototype.each = String.prototype.strip = Number.prototype.times = function () {};
  const app = await load({ backend: "cpu", worker });
  const { history } = { history: await settled(app.train({ epochs: 2 })) };
  const found = [history, [...(await app.twice([[1, 2]])).data], await settled(app.setWeights(await app.getWeights()))];
  return [...found, await settled(app.dispose())];
}
