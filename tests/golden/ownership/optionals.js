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
  let x, y;
  try {
    [x] = run.call("f", [n]);
    if (n > 2) {
      [y] = f2([x]);
    } else {
      y = run.retain(x);
    }
    const z = n > 5 ? x : y;
    run.print(`${floatText(await run.read(y))} ${floatText(await run.read(z))}`);
    [x, y] = run.drop(x, y);
  } finally {
    run.drop(x, y);
  }
}

async function testsOfTensors({ f, f2 }, { n = 3 } = {}, run) {
  let x, f2Value1, f2Value2, f2Value3, f2Value4, f2Value5;
  try {
    [x] = run.call("f", [n]);
    [f2Value1] = f2([x]);
    let either = await run.read(f2Value1) > 0.5;
    [f2Value1] = run.drop(f2Value1);
    if (either) {
      const middle = await run.read(x);
      either = 0.1 < middle;
      if (either) {
        [f2Value2] = f2([x]);
        [f2Value3] = f2([f2Value2]);
        [f2Value2] = run.drop(f2Value2);
        either = middle < await run.read(f2Value3);
        [f2Value3] = run.drop(f2Value3);
      }
    }
    if (either) {
      run.print("between");
    }
    [f2Value4] = f2([x]);
    const test = !(await run.read(f2Value4) > 0);
    [f2Value4] = run.drop(f2Value4);
    if (test) {
      [f2Value5] = f2([x]);
      [x] = run.drop(x);
      throw new AssertionError(`not ${floatText(await run.read(f2Value5))}`);
    }
    [x] = run.drop(x);
  } finally {
    run.drop(x, f2Value1, f2Value2, f2Value3, f2Value4, f2Value5);
  }
}

async function listsOrNone({ f, g }, { n = 3 } = {}, run) {
  let total, f1, parts, items;
  try {
    total = null;
    for (const i of range(n)) {
      if (run.due) await run.gate();
      [f1] = run.call("f", [i]);
      parts = [f1, run.call("f", [int(i + 1)])[0]];
      f1 = undefined;
      if (total === null) {
        total = parts;
        parts = undefined;
      } else {
        items = [];
        for (const [a2, b2] of zip(total, parts)) {
          items.push(g([a2, b2])[0]);
        }
        [parts, total] = run.drop(parts, total);
        total = items;
        items = undefined;
      }
    }
    if (total !== null) {
      const items2 = [];
      for (const part2 of total) {
        items2.push(await run.read(part2));
      }
      run.print(listText(floatText)(items2));
    }
    return run.retain(total);
  } finally {
    run.drop(total, f1, parts, items);
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
