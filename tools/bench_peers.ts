/**
 * The CNN of examples/mnist_cnn.py in TensorFlow.js Layers, for tools/bench: the same shapes, loss and optimizer, run by
 * the packages as npm has them.
 */
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-webgl";
import "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential, type Sequential } from "@tensorflow/tfjs-layers";

interface Peer {
  model: Sequential;
  x: tf.Tensor;
  y: tf.Tensor;
}

const peers = new Map<string, Peer>();

/** Milliseconds of each of `count` training steps on a backend, until the loss could be read. */
export async function steps(backend: string, batch: number, count: number): Promise<number[]> {
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend} here`);
  const peer = peers.get(backend) ?? makePeer(batch);
  peers.set(backend, peer);
  const milliseconds: number[] = [];
  for (let step = 0; step < count; step++) {
    const begun = performance.now();
    await peer.model.trainOnBatch(peer.x, peer.y); // awaits the loss
    milliseconds.push(performance.now() - begun);
  }
  return milliseconds;
}

function makePeer(batch: number): Peer {
  const model = sequential({
    layers: [
      layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 5, activation: "relu" }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 16, kernelSize: 5, activation: "relu" }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 10, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: "adam", loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  const x = tf.randomUniform([batch, 28, 28, 1]);
  const y = tf.cast(tf.oneHot(tf.randomUniform([batch], 0, 10, "int32"), 10), "float32");
  return { model, x, y };
}
