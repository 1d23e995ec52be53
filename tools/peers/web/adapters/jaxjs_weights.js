/** Keras's weights in the layouts of jax-js: done once, before anything is timed. */

const COUNTS = { conv: 1, depthwise: 1, dense: 1, norm: 4, lstm: 2 }; // and a bias

function countOf({ kind, bias }) {
  return (COUNTS[kind] ?? 0) + (kind in COUNTS && kind !== "norm" && bias ? 1 : 0);
}

/** [layer, its weights] of each. */
function* groups({ layers, weights }) {
  let place = 0;
  for (const layer of layers) yield [layer, weights.slice(place, (place += countOf(layer)))];
}

/** HWIO -> OIHW, HWC1 -> C1HW, and the rows of a dense layer behind `flatten` from HWC to CHW. */
export function relaid(job) {
  let flat = false;
  let image = job.inputs;
  return [...groups(job)].flatMap(([layer, own]) => {
    const [kernel, ...rest] = own;
    const { kind, strides, size, padding } = layer;
    if (kind === "conv" || kind === "depthwise" || kind === "pool") {
      const windows = (length) => padding === "same" ? Math.ceil(length / strides) : Math.floor((length + (padding === "end") - size) / strides) + 1;
      image = [windows(image[0]), windows(image[1]), kind === "conv" ? layer.units : image[2]];
    }
    if (kind === "flatten") flat = true;
    if (kind === "conv") return [transposed(kernel, [3, 2, 0, 1]), ...rest];
    if (kind === "depthwise") return [transposed(kernel, [2, 3, 0, 1]), ...rest];
    if (kind !== "dense" || !flat) return own;
    flat = false;
    const rows = transposed({ shape: [...image, layer.units], data: kernel.data }, [2, 0, 1, 3]);
    return [{ shape: kernel.shape, data: rows.data }, ...rest];
  });
}

/** Batch normalization after a convolution, put into its kernel and bias, as an exporter does for predictions. */
export function folded(job) {
  const layers = [];
  const weights = [];
  for (const [layer, own] of groups(job)) {
    if (layer.kind !== "norm") {
      layers.push(layer);
      weights.push(...own);
      continue;
    }
    const [gamma, beta, mean, variance] = own.map(({ data }) => data);
    const scale = gamma.map((value, place) => value / Math.sqrt(variance[place] + 1e-3));
    const before = layers.pop();
    const old = before.bias ? weights.pop().data : new Float32Array(scale.length);
    const kernel = weights.pop();
    layers.push({ ...before, bias: true });
    weights.push({ shape: kernel.shape, data: kernel.data.map((value, place) => value * scale[place % scale.length]) });
    weights.push({ shape: [scale.length], data: beta.map((value, place) => value + (old[place] - mean[place]) * scale[place]) });
  }
  return { layers, weights };
}

function transposed({ shape, data }, order) {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const [to, steps] = [order.map((axis) => shape[axis]), order.map((axis) => strides[axis])];
  const out = new Float32Array(data.length);
  let place = 0;
  const copy = (axis, from) => {
    for (let index = 0; index < to[axis]; index++) {
      if (axis === to.length - 1) out[place++] = data[from + index * steps[axis]];
      else copy(axis + 1, from + index * steps[axis]);
    }
  };
  copy(0, 0);
  return { shape: to, data: out };
}
