async function bestSoFar({ f }, { n = 5 } = {}, run) {
  let best, x;
  try {
    best = null;
    for (const i of range(n)) {
      if (run.due) await run.gate();
      [x] = run.call("f", [i]);
      if (best === null || await run.read(x) > await run.read(best)) {
        [best] = run.drop(best);
        best = x;
        x = undefined;
      } else {
        [x] = run.drop(x);
      }
    }
    return run.retain(best);
  } finally {
    run.drop(best, x);
  }
}

async function chosen({ f, f2 }, { n = 3 } = {}, run) {
  let x, chosen1, y, z;
  try {
    [x] = run.call("f", [n]);
    if (n > 2) {
      [chosen1] = f2([x]);
    } else {
      chosen1 = run.retain(x);
    }
    y = chosen1;
    chosen1 = undefined;
    z = run.retain(n > 5 ? x : y);
    [x] = run.drop(x);
    run.print(`${floatText(await run.read(y))} ${floatText(await run.read(z))}`);
    [y, z] = run.drop(y, z);
  } finally {
    run.drop(x, chosen1, y, z);
  }
}

async function testsOfTensors({ f, f2 }, { n = 3 } = {}, run) {
  let x, value1, value2, value3, value6, value7;
  try {
    [x] = run.call("f", [n]);
    [value1] = f2([x]);
    let either5 = await run.read(value1) > 0.5;
    [value1] = run.drop(value1);
    if (either5) {
      const value4 = await run.read(x);
      [value2] = f2([x]);
      [value3] = f2([value2]);
      [value2] = run.drop(value2);
      either5 = 0.1 < value4 && value4 < await run.read(value3);
      [value3] = run.drop(value3);
    }
    if (either5) {
      run.print("between");
    }
    [value6] = f2([x]);
    if (!(await run.read(value6) > 0)) {
      [value6] = run.drop(value6);
      [value7] = f2([x]);
      [x] = run.drop(x);
      throw new AssertionError(`not ${floatText(await run.read(value7))}`);
    } else {
      [value6, x] = run.drop(value6, x);
    }
  } finally {
    run.drop(x, value1, value2, value3, value6, value7);
  }
}

async function listsOrNone({ f, g }, { n = 3 } = {}, run) {
  let total2, value1, value2, parts, chosen5, items3, a2, b2;
  try {
    total2 = null;
    for (const i of range(n)) {
      if (run.due) await run.gate();
      [value1] = run.call("f", [i]);
      [value2] = run.call("f", [int(i + 1)]);
      parts = [run.retain(value1), run.retain(value2)];
      [value1, value2] = run.drop(value1, value2);
      if (total2 === null) {
        [total2] = run.drop(total2);
        chosen5 = run.retain(parts);
        [parts] = run.drop(parts);
      } else {
        items3 = [];
        for (const item4 of zip(total2, parts)) {
          [a2, b2] = run.adopt([...item4]);
          items3.push(g([a2, b2])[0]);
          [a2, b2] = run.drop(a2, b2);
        }
        [parts, total2] = run.drop(parts, total2);
        chosen5 = run.retain(items3);
        [items3] = run.drop(items3);
      }
      total2 = chosen5;
      chosen5 = undefined;
    }
    if (total2 !== null) {
      const items6 = [];
      for (const part2 of total2) {
        items6.push(await run.read(part2));
      }
      run.print(listText(floatText)(items6));
    }
    return run.retain(total2);
  } finally {
    run.drop(total2, value1, value2, parts, chosen5, items3, a2, b2);
  }
}

async function reset({ f }, { n = 4 } = {}, run) {
  let held;
  try {
    held = null;
    for (const i of range(n)) {
      if (run.due) await run.gate();
      if (held !== null && modulo(i, 2) === 0) {
        run.print(floatText(await run.read(held)));
        [held] = run.drop(held);
        held = null;
      } else {
        [held] = run.drop(held);
        [held] = run.call("f", [i]);
      }
    }
    return run.retain(held);
  } finally {
    run.drop(held);
  }
}
