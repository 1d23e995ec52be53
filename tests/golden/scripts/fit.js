async function main({ model, digits, prepare, heldOut }, { epochs = 2, batchSize = 64, rate = 1 } = {}) {
  await model.fit(digits.map(prepare).shuffle({ seed: 1 }).batch(batchSize), {
    epochs,
    validationData: heldOut.map(prepare).batch(256, { dropRemainder: true }),
  });
  const logs = await model.evaluate(heldOut.map(prepare).batch(256), { returnDict: true });
  return logs.accuracy;
}
