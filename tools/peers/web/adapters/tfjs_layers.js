/** TensorFlow.js Layers: trainOnBatch and predict, on a backend that the page has imported. options: { backend }. */
import * as tf from "@tensorflow/tfjs-core";
import { makeModel, setWeights } from "./tfjs_model.js";

export default async function (job, { backend }) {
  if (!(await tf.setBackend(backend))) throw new Error(`no backend ${backend} here`);
  await tf.ready();
  const model = job.kind === "train" ? trainable(job) : makeModel(job);
  const weights = job.weights.map(({ data, shape }) => tf.tensor(data, shape));
  setWeights(model, weights);
  tf.dispose(weights);
  const shape = [job.batch, ...job.inputs];
  return {
    about: () => `${tf.version_core}, ${tf.getBackend()}`,
    async step(x, y) {
      const [inputs, labels] = [tf.tensor(x, shape), tf.tensor(y, [job.batch, job.classes])];
      const loss = await model.trainOnBatch(inputs, labels);
      tf.dispose([inputs, labels]);
      return loss;
    },
    async predict(x) {
      const output = tf.tidy(() => model.predict(tf.tensor(x, shape)));
      const values = await output.data();
      output.dispose();
      return values;
    },
  };
}

/** A compiled model with fresh weights. */
export function trainable(job, metrics = []) {
  const { name, rate } = job.optimizer;
  const model = makeModel(job);
  const optimizer = name === "adam" ? tf.train.adam(rate, 0.9, 0.999, 1e-7) : tf.train.sgd(rate);
  model.compile({ optimizer, loss: "categoricalCrossentropy", metrics });
  return model;
}
