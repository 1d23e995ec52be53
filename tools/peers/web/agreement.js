/** How far a contender is off Keras. */

/** The largest of any loss. */
export function lossDifference(losses, expected) {
  return Math.max(...losses.map((loss, number) => Math.abs(loss - expected[number]))) || worstOf(losses);
}

/** Relative to the largest output: a network of a thousand classes that knows nothing gives each of them a thousandth. */
export function outputDifference(output, expected) {
  if (output.length !== expected.length) throw new Error(`expected ${expected.length} numbers, received ${output.length}`);
  const largest = Math.max(...expected.map(Math.abs));
  let most = 0;
  for (let place = 0; place < expected.length; place++) most = Math.max(most, Math.abs(output[place] - expected[place]));
  return most / largest || worstOf(output);
}

/** What is not a number is no agreement. (`Math.max` of a NaN is NaN, and `||` brings it here.) */
function worstOf(values) {
  return [...values].every(Number.isFinite) ? 0 : Number.MAX_VALUE;
}
