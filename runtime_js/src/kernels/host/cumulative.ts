/** Cumsum and Cumprod over typed arrays, for cpu and wasm. */

type Values = Float32Array | Int32Array;

/** Of what was found so far and the next element; floats are added up in float64. */
export interface Step {
  start: number;
  ofFloats(total: number, value: number): number;
  ofInts(total: number, value: number): number;
}

export const sum: Step = { start: 0, ofFloats: (total, value) => total + value, ofInts: (total, value) => (total + value) | 0 };

export const product: Step = { start: 1, ofFloats: (total, value) => total * value, ofInts: Math.imul };

/** Writes all of `y`, rows of `size` elements. */
export function cumulate(y: Values, x: Values, size: number, reverse: boolean, step: Step): void {
  const next = x instanceof Int32Array ? step.ofInts : step.ofFloats;
  for (let row = 0; row < x.length; row += size) {
    let total = step.start;
    for (let i = 0; i < size; i++) {
      const place = row + (reverse ? size - 1 - i : i);
      total = next(total, x[place]!);
      y[place] = total;
    }
  }
}
