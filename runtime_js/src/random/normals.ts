/** Normal numbers of initializers, linked where a variable of the program has some: the polynomial is long. */

import { unit, type Drawn } from "./initializers.js";

// Giles, "Approximating the erfinv function" (2010): the central part, the highest power first.
const erfinv = [
  2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087,
  -0.00125372503, -0.00417768164, 0.246640727, 1.50140941,
];
const erfOfRoot2 = 0.9544997361036416;

/** What `u`, uniform numbers, give for each element. */
export function normals(u: number[], { name, key, mean, stddev }: Drawn): Float32Array {
  if (name === "normal") { // Box and Muller
    const v = unit(u.length, key, 0xffffffff);
    return Float32Array.from(u, (x, e) => mean + stddev * Math.sqrt(-2 * Math.log(1 - x)) * Math.cos(2 * Math.PI * v[e]!));
  }
  return Float32Array.from(u, (share) => { // the inverse of the distribution
    const x = (2 * share - 1) * erfOfRoot2;
    const w = -2.5 - Math.log((1 - x) * (1 + x));
    const z = erfinv.reduce((sum, coefficient) => sum * w + coefficient) * x * Math.SQRT2;
    return mean + stddev * Math.min(2, Math.max(-2, z));
  });
}
