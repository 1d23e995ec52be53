import { philox4x32 } from "./philox.js";

/** One uint32 word for each of n elements: element e takes word e % 4 of block e // 4. */
export function words(n: number, seed: number, site: number, invocation: number): Uint32Array {
  const result = new Uint32Array(n);
  for (let block = 0; block * 4 < n; block++) {
    const four = philox4x32(seed, site, block, 0, invocation, 0);
    for (let i = 0; i < 4; i++) result[block * 4 + i] = four[i]!; // a typed array drops what lies beyond its end
  }
  return result;
}
