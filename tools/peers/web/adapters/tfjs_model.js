/** A task's model as TensorFlow.js Layers has it. */
import { layers, sequential } from "@tensorflow/tfjs-layers";

const make = {
  conv: (layer, given) => layers.conv2d({ ...given, ...window(layer), filters: layer.units }),
  depthwise: (layer, given) => layers.depthwiseConv2d({ ...given, ...window(layer) }),
  norm: (_, given) => layers.batchNormalization(given),
  activation: ({ activation }, given) => layers.activation({ ...given, activation }),
  pool: ({ size, strides }, given) => layers.maxPooling2d({ ...given, poolSize: size, strides }),
  flatten: (_, given) => layers.flatten(given),
  mean: (_, given) => layers.globalAveragePooling2d(given),
  dense: ({ units, activation }, given) => layers.dense({ ...given, units, activation }),
  lstm: ({ units }, given) => layers.lstm({ ...given, units, recurrentActivation: "sigmoid" }), // Keras's default
};

function window({ size, strides, padding, activation, bias }) {
  const own = padding === "end" ? "valid" : padding;
  return { kernelSize: size, strides, padding: own, useBias: bias, ...(activation ? { activation } : {}) };
}

export function makeModel({ layers: described, inputs }) {
  const model = sequential();
  const next = () => (model.layers.length ? {} : { inputShape: inputs });
  for (const layer of described) {
    if (layer.padding === "end") model.add(layers.zeroPadding2d({ ...next(), padding: [[0, 1], [0, 1]] }));
    model.add(make[layer.kind](layer, next()));
  }
  return model;
}

/** `tensors`: in Keras's order, layer by layer. */
export function setWeights(model, tensors) {
  let place = 0;
  for (const layer of model.layers) {
    layer.setWeights(tensors.slice(place, place + layer.weights.length));
    place += layer.weights.length;
  }
}
