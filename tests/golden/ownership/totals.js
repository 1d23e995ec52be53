async function ofAList({ f, add }, { n = 3 } = {}, run) {
  let xs, sum2, f1, sum3, sum1;
  try {
    xs = [];
    for (const i2 of range(n)) {
      xs.push(run.call("f", [i2])[0]);
    }
    sum2 = null;
    for (const item of xs) {
      if (sum2 === null) {
        sum2 = run.retain(item);
      } else {
        [sum2] = run.replace(sum2, add([sum2, item]));
      }
    }
    if (sum2 === null) throw new ValueError("sum of no tensors: Python gives the int 0, which is no tensor");
    [f1] = run.call("f", [n]);
    sum3 = null;
    for (const item2 of xs) {
      if (sum3 === null) {
        sum3 = run.retain(item2);
      } else {
        [sum3] = run.replace(sum3, add([sum3, item2]));
      }
    }
    [xs] = run.drop(xs);
    if (sum3 === null) throw new ValueError("sum of no tensors: Python gives the int 0, which is no tensor");
    [sum1] = add([sum3, f1]);
    [f1, sum3] = run.drop(f1, sum3);
    return [run.retain(sum2), run.retain(sum1)];
  } finally {
    run.drop(xs, sum2, f1, sum3, sum1);
  }
}

async function ofWhatIsMade({ points, sum2, add, f, both, sum3, sum4 }, { n = 2 } = {}, run) {
  let items, x2, value2, sum5, f1, parts, total1, items2, sum1;
  try {
    items = [];
    for await ([x2, value2] of run.each(points.batch(n))) {
      [value2] = run.drop(value2);
      if (n > 1) {
        items.push(sum2([x2])[0]);
        [x2] = run.drop(x2);
      } else {
        [x2] = run.drop(x2);
      }
    }
    sum5 = null;
    for (const item2 of items) {
      if (sum5 === null) {
        sum5 = run.retain(item2);
      } else {
        [sum5] = run.replace(sum5, add([sum5, item2]));
      }
    }
    [items] = run.drop(items);
    if (sum5 === null) throw new ValueError("sum of no tensors: Python gives the int 0, which is no tensor");
    const total = sum5;
    [f1] = run.call("f", [n]);
    parts = both([f1]);
    [f1] = run.drop(f1);
    const value3 = await run.read(total);
    [sum5] = run.drop(sum5);
    const part = parts[0];
    [total1] = sum3([part]);
    const part2 = parts[1];
    items2 = [total1, sum4([part2])[0]];
    [parts] = run.drop(parts);
    total1 = undefined;
    [sum1] = add([items2[0], items2[1]]);
    [items2] = run.drop(items2);
    return value3 + await run.read(sum1);
  } finally {
    run.drop(items, x2, value2, sum5, f1, parts, total1, items2, sum1);
  }
}

async function ofNone({ f2, f, add }, { n = 0 } = {}, run) {
  let x, items, sum2;
  try {
    [x] = f2([]);
    try {
      items = [];
      for (const i2 of range(n)) {
        items.push(run.call("f", [i2])[0]);
      }
      sum2 = null;
      for (const item of items) {
        if (sum2 === null) {
          sum2 = run.retain(item);
        } else {
          [sum2] = run.replace(sum2, add([sum2, item]));
        }
      }
      [items] = run.drop(items);
      if (sum2 === null) throw new ValueError("sum of no tensors: Python gives the int 0, which is no tensor");
      return run.retain(sum2);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      [items, sum2] = run.drop(items, sum2);
      run.print(error.message);
    }
    return run.retain(x);
  } finally {
    run.drop(x, items, sum2);
  }
}
