async function main(
  { model, digits, prepare, heldOut },
  { steps, share, quick = false, name = "run" },
  run,
) {
  let kept;
  let best = 0;
  for (const step of range(steps)) {
    if (run.due) await run.gate();
    const size = int(32 * int(step + 1));
    await model.fit(digits.take(size).map(prepare).batch(32), { epochs: 3 });
    const accuracy = (await model.evaluate(heldOut.map(prepare).batch(256), { returnDict: true })).accuracy;
    if (accuracy > best) {
      best = accuracy;
    } else if (quick && !(name === "slow")) {
      break;
    } else {
      continue;
    }
  }
  for (let i of range(10, 0, -3)) {
    if (run.due) await run.gate();
    i = int(i - 1);
  }
  if (0 < share && share < 1) {
    kept = int(-4 + modulo(steps, 3));
    best = floatDivide(best, share);
  } else {
    kept = 0 - steps;
  }
  if (kept || best !== 0 || name) {
    return best;
  }
  return;
}
