/** jax-js: the whole step (forward, gradients, optimizer) in one `jit`. options: { device }. */
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { forward } from "./jaxjs_model.js";
import { folded, relaid } from "./jaxjs_weights.js";

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-7];
const tensor = (data, shape) => np.array(data).reshape(shape);

export default async function (job, { device }) {
  const devices = await init(device);
  if (!devices.includes(device)) throw new Error(`no device ${device} here, only ${devices.join(", ")}`);
  defaultDevice(device);
  const shape = [job.batch, ...job.inputs];
  if (job.kind === "infer") {
    const { layers, weights } = folded(job);
    const held = relaid({ ...job, layers, weights }).map(({ data, shape }) => tensor(data, shape));
    const predict = jit((weights, x) => nn.softmax(forward({ ...job, layers }, weights, x), -1));
    return { predict: async (x) => await predict(held.map((each) => each.ref), tensor(x, shape)).data() };
  }
  const loss = (weights, x, y) => np.sum(nn.logSoftmax(forward(job, weights, x), -1).mul(y)).mul(-1 / job.batch);
  const update = updates[job.optimizer.name](valueAndGrad(loss), job.optimizer.rate);
  let weights = relaid(job).map(({ data, shape }) => tensor(data, shape));
  let moments = update.moments.map(() => weights.map((each) => np.zeros(each.shape)));
  const step = jit(update.step);
  return {
    async step(x, y, number) {
      const rate = np.array(new Float32Array([update.rate(number + 1)])).reshape([]);
      const [value, next, held] = step(weights, moments, rate, tensor(x, shape), tensor(y, [job.batch, job.classes]));
      [weights, moments] = [next, held];
      const [number_] = await value.data();
      await blockUntilReady(weights);
      return number_;
    },
  };
}

const updates = {
  sgd: (lossAndGradients, rate) => ({
    moments: [],
    rate: () => rate,
    step(weights, moments, scale, x, y) {
      const [value, gradients] = lossAndGradients(weights.map((each) => each.ref), x, y);
      const next = weights.map((each, place) => each.sub(gradients[place].mul(scale.ref)));
      scale.dispose();
      return [value, next, moments];
    },
  }),
  // m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, w -= scale m / (sqrt(v) + epsilon); scale = rate sqrt(1 - b2^t) / (1 - b1^t)
  adam: (lossAndGradients, rate) => ({
    moments: ["first", "second"],
    rate: (t) => (rate * Math.sqrt(1 - BETA2 ** t)) / (1 - BETA1 ** t),
    step(weights, [first, second], scale, x, y) {
      const [value, gradients] = lossAndGradients(weights.map((each) => each.ref), x, y);
      const m = first.map((each, place) => each.mul(BETA1).add(gradients[place].ref.mul(1 - BETA1)));
      const v = second.map((each, place) => each.mul(BETA2).add(np.square(gradients[place]).mul(1 - BETA2)));
      const next = weights.map((each, place) => each.sub(m[place].ref.mul(scale.ref).div(np.sqrt(v[place].ref).add(EPSILON))));
      scale.dispose();
      return [value, next, [m, v]];
    },
  }),
};
