import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import * as tf from "@tensorflow/tfjs-core";
import { trainable } from "../adapters/tfjs_layers.js";
import { fetchJob } from "../job.js";
import { mnist } from "./mnist.js";

const STEPS = 15; // the rest of the epoch is reckoned
const BATCH = 64;
await tf.setBackend("cpu");
const model = trainable(await fetchJob("I1b1"), ["accuracy"]);
const { images, labels } = await mnist();
const count = STEPS * BATCH;
const x = tf.tensor(images.subarray(0, 784 * count), [count, 28, 28, 1]);
const y = tf.cast(tf.oneHot(tf.tensor1d(labels.subarray(0, count), "int32"), 10), "float32");
const began = performance.now();
const { history } = await model.fit(x, y, { batchSize: BATCH, epochs: 1, shuffle: true });
const done = performance.now();
globalThis.result = { done, fit: done - began, steps: STEPS, loss: history.loss[0] };
