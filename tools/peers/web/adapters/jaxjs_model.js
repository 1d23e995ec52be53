/** A task's model as a user of jax-js writes it: NCHW inside, up to the logits. */
import { lax, nn, numpy as np } from "@jax-js/jax";

const activated = (x, activation) => (activation === "relu" ? nn.relu(x) : activation === "relu6" ? nn.relu6(x) : x);

/** Consumes `weights` and `x`. */
export function forward({ layers, inputs, batch }, weights, x) {
  const next = weights.values();
  const take = () => next.next().value;
  if (inputs.length === 3) x = inputs[2] === 1 ? x.reshape([batch, 1, inputs[0], inputs[1]]) : x.transpose([0, 3, 1, 2]);
  for (const layer of layers) x = apply[layer.kind](x, layer, take);
  return x;
}

function convolution(x, { kind, strides, padding, activation, bias }, take) {
  const pads = padding === "end" ? [[0, 1], [0, 1]] : padding.toUpperCase();
  const options = kind === "depthwise" ? { featureGroupCount: x.shape[1] } : {};
  x = lax.convGeneralDilated(x, take(), [strides, strides], pads, options);
  if (bias) x = x.add(take().reshape([1, -1, 1, 1]));
  return activated(x, activation);
}

const apply = {
  conv: convolution,
  depthwise: convolution,
  // By the batch's own mean and variance. The moving ones are not updated, which is a little less work than Keras does.
  norm(x, _, take) {
    const [n, c, h, w] = x.shape;
    const [gamma, beta, ...moving] = [take(), take(), take(), take()];
    const mean = (of) => of.sum([0, 2, 3], { keepdims: true }).mul(1 / (n * h * w));
    const centred = x.ref.sub(mean(x));
    const scale = gamma.reshape([1, c, 1, 1]).div(np.sqrt(mean(np.square(centred.ref)).add(1e-3)));
    for (const each of moving) each.dispose();
    return centred.mul(scale).add(beta.reshape([1, c, 1, 1]));
  },
  activation: (x, { activation }) => activated(x, activation),
  pool(x, { size }) {
    const [n, c, h, w] = x.shape;
    return x.reshape([n, c, h / size, size, w / size, size]).max([3, 5]);
  },
  flatten: (x) => x.reshape([x.shape[0], -1]),
  mean: (x) => x.mean([2, 3]),
  dense: (x, { activation }, take) => activated(np.dot(x, take()).add(take()), activation),
  // It has no scan: the loop is unrolled. z = x k + h r + b;  i, f, g, o = z;  c = s(f) c + s(i) tanh(g);  h = s(o) tanh(c)
  lstm(x, { units }, take) {
    const [batch, steps, features] = x.shape;
    const [kernel, recurrent, bias] = [take(), take(), take()];
    const projected = np.dot(x.reshape([batch * steps, features]), kernel).add(bias).reshape([batch, steps, 4 * units]);
    let [h, c] = [np.zeros([batch, units]), np.zeros([batch, units])];
    for (const piece of np.split(projected, steps, 1)) {
      const z = piece.reshape([batch, 4 * units]).add(np.dot(h, recurrent.ref));
      const [i, f, g, o] = np.split(z, 4, 1);
      c = nn.sigmoid(f).mul(c).add(nn.sigmoid(i).mul(np.tanh(g)));
      h = nn.sigmoid(o).mul(np.tanh(c.ref));
    }
    recurrent.dispose();
    c.dispose();
    return h;
  },
};
