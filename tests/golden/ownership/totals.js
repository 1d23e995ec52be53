async function ofAList({ f, add2 }, { n = 3 } = {}, run) {
  let items1, xs, sum2, value4, sum5, value7;
  try {
    items1 = [];
    for (const i2 of range(n)) {
      items1.push(run.call("f", [i2])[0]);
    }
    xs = items1;
    items1 = undefined;
    sum2 = null;
    for (const item3 of xs) {
      if (sum2 === null) {
        [sum2] = run.drop(sum2);
        sum2 = run.retain(item3);
      } else {
        [sum2] = run.replace(sum2, add2([sum2, item3]));
      }
    }
    if (sum2 === null) throw new ValueError("sum of no tensors: Python gives the int 0, which is no tensor");
    [value4] = run.call("f", [n]);
    sum5 = null;
    for (const item6 of xs) {
      if (sum5 === null) {
        [sum5] = run.drop(sum5);
        sum5 = run.retain(item6);
      } else {
        [sum5] = run.replace(sum5, add2([sum5, item6]));
      }
    }
    [xs] = run.drop(xs);
    if (sum5 === null) throw new ValueError("sum of no tensors: Python gives the int 0, which is no tensor");
    [value7] = add2([sum5, value4]);
    [sum5, value4] = run.drop(sum5, value4);
    return [run.retain(sum2), run.retain(value7)];
  } finally {
    run.drop(items1, xs, sum2, value4, sum5, value7);
  }
}

async function ofWhatIsMade({ points, sum2, add2, f, both, sum3, sum4 }, { n = 2 } = {}, run) {
  let items1, x2, value2, sum3_2, total2, value5, parts, part, value6, value7, value8, value9;
  try {
    items1 = [];
    for await ([x2, value2] of run.each(points.batch(n))) {
      [value2] = run.drop(value2);
      if (!(n > 1)) {
        [x2] = run.drop(x2);
        continue;
      }
      items1.push(sum2([x2])[0]);
      [x2] = run.drop(x2);
    }
    sum3_2 = null;
    for (const item4 of items1) {
      if (sum3_2 === null) {
        [sum3_2] = run.drop(sum3_2);
        sum3_2 = run.retain(item4);
      } else {
        [sum3_2] = run.replace(sum3_2, add2([sum3_2, item4]));
      }
    }
    [items1] = run.drop(items1);
    if (sum3_2 === null) throw new ValueError("sum of no tensors: Python gives the int 0, which is no tensor");
    total2 = sum3_2;
    sum3_2 = undefined;
    [value5] = run.call("f", [n]);
    parts = both([value5]);
    [value5] = run.drop(value5);
    const value10 = await run.read(total2);
    [total2] = run.drop(total2);
    part = run.retain(parts[0]);
    [value6] = sum3([part]);
    [part] = run.drop(part);
    part = run.retain(parts[1]);
    [parts] = run.drop(parts);
    [value7] = sum4([part]);
    [part] = run.drop(part);
    value8 = [run.retain(value6), run.retain(value7)];
    [value6, value7] = run.drop(value6, value7);
    [value9] = add2([value8[0], value8[1]]);
    [value8] = run.drop(value8);
    return value10 + await run.read(value9);
  } finally {
    run.drop(items1, x2, value2, sum3_2, total2, value5, parts, part, value6, value7, value8, value9);
  }
}

async function ofNone({ f2, f, add2 }, { n = 0 } = {}, run) {
  let x, items1, sum2;
  try {
    [x] = f2([]);
    try {
      items1 = [];
      for (const i2 of range(n)) {
        items1.push(run.call("f", [i2])[0]);
      }
      sum2 = null;
      for (const item3 of items1) {
        if (sum2 === null) {
          [sum2] = run.drop(sum2);
          sum2 = run.retain(item3);
        } else {
          [sum2] = run.replace(sum2, add2([sum2, item3]));
        }
      }
      [items1] = run.drop(items1);
      if (sum2 === null) throw new ValueError("sum of no tensors: Python gives the int 0, which is no tensor");
      return run.retain(sum2);
    } catch (error4) {
      if (!(error4 instanceof ValueError)) throw error4;
      [items1, sum2] = run.drop(items1, sum2);
      const error = error4;
      run.print(error.message);
    }
    return run.retain(x);
  } finally {
    run.drop(x, items1, sum2);
  }
}
