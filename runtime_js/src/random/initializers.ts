/**
 * Initial values of variables, by the definitions of Keras 3, from the counters of docs/architecture.md. Computed in
 * float64 and rounded once at the end, so that Python computes the same ones.
 */

import { drawn, type Draw } from "./draws.js";
import { philox4x32 } from "./philox.js";
import { words } from "./words.js";

export interface Initializer {
  name: string;
  key?: Draw["key"]; // of a draw of Keras's
  seed?: number;
  site?: number;
  value?: number; // constant
  minval?: number; // random_uniform
  maxval?: number;
  mean?: number; // random_normal, truncated_normal
  stddev?: number;
}

// The standard deviation of a standard normal truncated at two: dividing by it restores the one that was asked for.
const truncatedDeviation = 0.87962566103423978;

/** Kernels are [...window, in, out]: an output sees window * in inputs, an input reaches window * out outputs. */
export function fans(shape: number[]): [fanIn: number, fanOut: number] {
  const last = shape.at(-1) ?? 1;
  const window = shape.slice(0, -2).reduce((a, b) => a * b, 1);
  return [window * (shape.at(-2) ?? last), window * last];
}

export function initialValues(shape: number[], initializer: Initializer): Float32Array {
  const { name, seed = 0, site = 0, value = 0 } = initializer;
  let { minval = 0, maxval = 0, mean = 0, stddev = 0 } = initializer;
  const size = shape.reduce((a, b) => a * b, 1);
  if (initializer.key) return drawn(size, initializer as Draw);
  const values = new Float32Array(size);
  const [family = "", distribution] = name.split("_");
  let truncated = family === "truncated";

  if (["glorot", "he", "lecun"].includes(family)) {
    const [fanIn, fanOut] = fans(shape);
    const variance = (family === "he" ? 2 : 1) / Math.max(1, family === "glorot" ? (fanIn + fanOut) / 2 : fanIn);
    maxval = Math.sqrt(3 * variance);
    minval = -maxval;
    stddev = Math.sqrt(variance) / truncatedDeviation;
    truncated = true;
  }
  if (distribution === "uniform") {
    words(values.length, seed, site, 0).forEach((word, e) => {
      values[e] = minval + (word >>> 8) * 2 ** -24 * (maxval - minval);
    });
  } else if (distribution === "normal") {
    for (let e = 0; e < values.length; e++) {
      let z: number;
      let attempt = 0;
      do {
        const [word0, word1] = philox4x32(seed, site, e, 0, 0, attempt++);
        z = Math.sqrt(-2 * Math.log((word0 + 1) * 2 ** -32)) * Math.cos(2 * Math.PI * word1 * 2 ** -32); // Box-Muller
      } while (truncated && Math.abs(z) > 2);
      values[e] = mean + stddev * z;
    }
  } else values.fill(name === "ones" ? 1 : value); // zeros, ones, constant
  return values;
}
