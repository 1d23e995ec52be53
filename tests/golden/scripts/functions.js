async function main({}, { n = 3, rate = 0.1 } = {}, run) {
  const history = [];
  const decayedFloor = rate / 100;

  function decayed(step, base, floor) {
    return largest([rate * floatPower(base, step), floor]);
  }

  function factorial(k) {
    return k <= 1 ? 1 : int(k * factorial(int(k - 1)));
  }

  function find(values, wanted) {
    for (const [i, value] of values.entries()) {
      if (value === wanted) {
        return i;
      }
    }
    return null;
  }

  function record(value) {
    history.push(value);
  }

  const half = (x) => x / 2;
  for (const step of range(n)) {
    if (run.due) await run.gate();
    record(decayed(step, 0.9, decayedFloor));
    record(half(decayed(step, 0.5, 0)));
  }
  const place = find(history, rate);
  if (place === null) {
    return factorial(n);
  }
  const names = sorted(["b", "a"], (name) => 0 - codeOf(name));
  return int(place + names.length);
}
