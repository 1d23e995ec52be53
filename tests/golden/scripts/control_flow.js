async function main({ model, digits, prepare, heldOut }, { steps, share, quick = false, name = "run" }) {
  let kept;
  let best = 0;
  for (const step of range(steps)) {
    const size = int(32 * int(step + 1));
    await model.fit(digits.take(size).map(prepare).batch(32), { epochs: 3 });
    const accuracy = (await model.evaluate(heldOut.map(prepare).batch(256))).accuracy;
    if (accuracy > best) {
      best = accuracy;
    } else if (quick && !(name === "slow")) {
      break;
    } else {
      continue;
    }
  }
  for (const nextI of range(10, 0, -3)) {
    let i = nextI;
    i = int(i - 1);
  }
  if (0 < share && share < 1) {
    kept = int(floorDivide(-7, 2) + modulo(steps, 3));
    best = divide(best, share);
  } else {
    kept = 0 - steps;
  }
  if (kept || best !== 0 || name) {
    return best;
  }
  return;
}
