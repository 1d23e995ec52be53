/** NonFiniteCounts over a typed array, for cpu and wasm: how many values are NaN, and how many infinite. */
export function nonFiniteCounts(values: Float32Array): [nans: number, infinities: number] {
  let nans = 0;
  let infinities = 0;
  if (allFinite(values)) return [nans, infinities];
  for (const value of values) {
    if (value !== value) nans++;
    else if (value - value !== 0) infinities++;
  }
  return [nans, infinities];
}

/** Without a branch for each value, since nearly always they all are: only NaN and infinities less themselves are not 0. */
function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! - values[i]!;
  return sum === 0;
}
