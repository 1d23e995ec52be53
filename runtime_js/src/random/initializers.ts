/**
 * Initial values of variables, by the definitions of Keras 3, from the counters of docs/architecture.md. Computed in
 * float64 and rounded once at the end, so that Python computes the same ones.
 */

import { philox4x32 } from "./philox.js";
import { words } from "./words.js";

export interface Initializer {
  name: string;
  seed?: number;
  site?: number;
  value?: number; // constant
  minval?: number; // random_uniform
  maxval?: number;
  mean?: number; // random_normal, truncated_normal
  stddev?: number;
  scale?: number; // variance_scaling
  mode?: string;
  distribution?: string;
}

/** Keras's named cases of variance scaling: scale, mode, distribution. */
const scalings: Record<string, [number, string, string]> = {
  glorot_uniform: [1, "fan_avg", "uniform"],
  glorot_normal: [1, "fan_avg", "truncated_normal"],
  he_uniform: [2, "fan_in", "uniform"],
  he_normal: [2, "fan_in", "truncated_normal"],
  lecun_uniform: [1, "fan_in", "uniform"],
  lecun_normal: [1, "fan_in", "truncated_normal"],
};

// The standard deviation of a standard normal truncated at two: dividing by it restores the one that was asked for.
const truncatedDeviation = 0.87962566103423978;

/** Kernels are [...window, in, out]; each output sees window * in inputs, each input window * out outputs. */
export function fans(shape: number[]): [fanIn: number, fanOut: number] {
  const [last = 1, previous = last] = [shape.at(-1), shape.at(-2)];
  const window = shape.slice(0, -2).reduce((a, b) => a * b, 1);
  return [window * previous, window * last];
}

export function initialValues(shape: number[], initializer: Initializer): Float32Array {
  const { name, seed = 0, site = 0, value = 0, minval = -0.05, maxval = 0.05, mean = 0, stddev = 0.05 } = initializer;
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));

  const uniform = (low: number, high: number): void => {
    words(values.length, seed, site, 0).forEach((word, e) => {
      values[e] = low + (word >>> 8) * 2 ** -24 * (high - low);
    });
  };
  const normal = (center: number, deviation: number, bound: number): void => {
    for (let e = 0; e < values.length; e++) {
      let z: number;
      let attempt = 0;
      do {
        const [word0, word1] = philox4x32(seed, site, e, 0, 0, attempt++);
        z = Math.sqrt(-2 * Math.log((word0 + 1) * 2 ** -32)) * Math.cos(2 * Math.PI * word1 * 2 ** -32); // Box-Muller
      } while (Math.abs(z) > bound);
      values[e] = center + deviation * z;
    }
  };

  const scaling = name === "variance_scaling"
    ? [initializer.scale ?? 1, initializer.mode ?? "fan_in", initializer.distribution ?? "truncated_normal"] as const
    : scalings[name];
  if (scaling) {
    const [scale, mode, distribution] = scaling;
    const [fanIn, fanOut] = fans(shape);
    const fan = mode === "fan_in" ? fanIn : mode === "fan_out" ? fanOut : (fanIn + fanOut) / 2;
    const variance = scale / Math.max(1, fan);
    if (distribution === "uniform") {
      const limit = Math.sqrt(3 * variance);
      uniform(-limit, limit);
    } else if (distribution === "truncated_normal") normal(0, Math.sqrt(variance) / truncatedDeviation, 2);
    else normal(0, Math.sqrt(variance), Infinity);
  } else if (name === "random_uniform") uniform(minval, maxval);
  else if (name === "random_normal") normal(mean, stddev, Infinity);
  else if (name === "truncated_normal") normal(mean, stddev, 2);
  else if (name === "constant") values.fill(value);
  else if (name === "ones") values.fill(1);
  else if (name !== "zeros") throw new Error(`Expected the name of a Keras initializer, received "${name}".`);
  return values;
}
