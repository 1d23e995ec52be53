/**
 * Philox4x32-10 of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), the scalar reference: what
 * the kernels of the backends must equal bit for bit, and what initializers and shuffles use.
 */

export type Words = [number, number, number, number];

/** The high 32 bits of a * b: in 16-bit halves, since the product does not fit a double. */
function mulHigh(a: number, b: number): number {
  const a0 = a & 0xffff, a1 = a >>> 16, b0 = b & 0xffff, b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  return a1 * b1 + (middle >>> 16) + (((middle & 0xffff) + a0 * b1) >>> 16);
}

/** Four uint32 words for one key and counter. */
export function philox4x32(key0: number, key1: number, c0: number, c1: number, c2: number, c3: number): Words {
  for (let round = 0; round < 10; round++) {
    const low0 = Math.imul(0xd2511f53, c0), low1 = Math.imul(0xcd9e8d57, c2);
    const high0 = mulHigh(0xd2511f53, c0), high1 = mulHigh(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ key0;
    c1 = low1;
    c2 = high0 ^ c3 ^ key1;
    c3 = low0;
    key0 = (key0 + 0x9e3779b9) | 0;
    key1 = (key1 + 0xbb67ae85) | 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}
