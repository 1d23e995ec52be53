/** NonFiniteCounts over a typed array, for cpu and wasm: how many values are NaN, and how many infinite. */
export function nonFiniteCounts(values: Float32Array): [nans: number, infinities: number] {
  let nans = 0;
  let infinities = 0;
  for (const value of values) {
    if (value - value === 0) continue; // finite: NaN - NaN and Infinity - Infinity are NaN
    if (value !== value) nans++;
    else infinities++;
  }
  return [nans, infinities];
}
