async function ofAList({ f, add }, { n = 3 } = {}, run) {
  let xs, total1, total2, f1, sum1;
  try {
    xs = [];
    for (const i1 of range(n)) {
      if (run.due) await run.gate();
      xs.push(run.call("f", [i1])[0]);
    }
    total1 = null;
    for (const item1 of xs) {
      if (run.due) await run.gate();
      if (total1 === null) {
        total1 = run.retain(item1);
      } else {
        [total1] = run.replace(total1, add([total1, item1]));
      }
    }
    if (total1 === null) {
      [xs] = run.drop(xs);
      throw new ValueError("sum() of tensors expects at least one");
    }
    total2 = null;
    for (const item2 of xs) {
      if (run.due) await run.gate();
      if (total2 === null) {
        total2 = run.retain(item2);
      } else {
        [total2] = run.replace(total2, add([total2, item2]));
      }
    }
    [xs] = run.drop(xs);
    if (total2 === null) {
      [total1] = run.drop(total1);
      throw new ValueError("sum() of tensors expects at least one");
    }
    [f1] = run.call("f", [n]);
    [sum1] = add([total2, f1]);
    [f1, total2] = run.drop(f1, total2);
    return [run.retain(total1), run.retain(sum1)];
  } finally {
    run.drop(xs, total1, total2, f1, sum1);
  }
}

async function ofWhatIsMade({ points, sum2, add, f, both, sum3, sum4 }, { n = 2 } = {}, run) {
  let total1, x1, _1, item1, total, f1, parts, total2, total3, sum1;
  try {
    total1 = null;
    for await ([x1, _1] of run.each(points.batch(n))) {
      [_1] = run.drop(_1);
      if (n > 1) {
        [item1] = sum2([x1]);
        [x1] = run.drop(x1);
        if (total1 === null) {
          total1 = item1;
          item1 = undefined;
        } else {
          [total1] = run.replace(total1, add([total1, item1]));
          [item1] = run.drop(item1);
        }
      } else {
        [x1] = run.drop(x1);
      }
    }
    if (total1 === null) {
      throw new ValueError("sum() of tensors expects at least one");
    }
    total = total1;
    total1 = undefined;
    [f1] = run.call("f", [n]);
    parts = both([f1]);
    [f1] = run.drop(f1);
    const value1 = await run.read(total);
    [total] = run.drop(total);
    [total2] = sum3([parts[0]]);
    [total3] = sum4([parts[1]]);
    [parts] = run.drop(parts);
    [sum1] = add([total2, total3]);
    [total2, total3] = run.drop(total2, total3);
    return value1 + await run.read(sum1);
  } finally {
    run.drop(total1, x1, _1, item1, total, f1, parts, total2, total3, sum1);
  }
}

async function ofNone({ f2, f, add }, { n = 0 } = {}, run) {
  let x, total1, item1;
  try {
    [x] = f2([]);
    try {
      total1 = null;
      for (const i1 of range(n)) {
        if (run.due) await run.gate();
        [item1] = run.call("f", [i1]);
        if (total1 === null) {
          total1 = item1;
          item1 = undefined;
        } else {
          [total1] = run.replace(total1, add([total1, item1]));
          [item1] = run.drop(item1);
        }
      }
      if (total1 === null) {
        throw new ValueError("sum() of tensors expects at least one");
      }
      return run.retain(total1);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      [item1, total1] = run.drop(item1, total1);
      run.print(error.message);
    }
    return run.retain(x);
  } finally {
    run.drop(x, total1, item1);
  }
}
