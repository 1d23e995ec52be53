/**
 * The CNN of examples/mnist_cnn.py in TensorFlow.js Layers, for tools/bench: the same shapes, loss and optimizer, run by
 * the packages as npm has them.
 */
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-webgl";
import "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential, type Sequential } from "@tensorflow/tfjs-layers";

let model: Sequential;
let x: tf.Tensor;
let y: tf.Tensor;

/** Sets the model up on a backend; the first steps, which compile shaders, are not for timing. */
export async function start(backend: string, batch: number): Promise<void> {
  tf.disposeVariables();
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend} here`);
  await tf.ready();
  model = sequential({
    layers: [
      layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 5, activation: "relu" }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 16, kernelSize: 5, activation: "relu" }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 10, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: "adam", loss: "categoricalCrossentropy" });
  x = tf.randomUniform([batch, 28, 28, 1]);
  y = tf.cast(tf.oneHot(tf.randomUniform([batch], 0, 10, "int32"), 10), "float32");
}

/** Milliseconds of each of `count` training steps, until the loss could be read. */
export async function steps(count: number): Promise<number[]> {
  const milliseconds: number[] = [];
  for (let step = 0; step < count; step++) {
    const begun = performance.now();
    await model.trainOnBatch(x, y); // awaits the loss
    milliseconds.push(performance.now() - begun);
  }
  return milliseconds;
}
