async function main({ digits, prepare, model, heldOut, prepare2 }, { size = 64 } = {}) {
  const batches = digits.take(18).map(prepare).shuffle({ seed: 7 }).batch(64, { dropRemainder: true });
  let [train, held] = digits.split(0.8);
  train = train.map(prepare).batch(size);
  await model.fit(train);
  await model.fit(batches);
  await model.fit(held.map(prepare).shuffle().batch(size));
  await model.predict(heldOut.skip(10).batch(size).map(prepare2));
  const parts = 1;
  return parts;
}
