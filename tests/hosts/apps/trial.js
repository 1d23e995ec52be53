/** Trains a program, and tells what the test asks: on what it ran, whether the weights moved, what it had to say. */
export async function trial(load, options = {}) {
  const app = await load({ backend: "wasm", ...options });
  const before = await app.getWeights();
  await app.train();
  const after = await app.getWeights();
  const { data } = await app.predict([[1, 1, 1]]);
  const { backend, description, notices } = app;
  const trained = Object.keys(after).some((name) => `${after[name].data}` !== `${before[name].data}`) && data[0] !== 0;
  await app.dispose();
  return { backend, description, notices, trained };
}

/** The results of several trials, or the first error, where the test waits for them. */
export async function show(...trials) {
  const results = await Promise.all(trials).catch((error) => [{ error: error.message }]);
  document.body.dataset.results = JSON.stringify(results);
}
