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
  let total, x2, value2, total1, f1, parts, total2, total3, sum1;
  try {
    total = null;
    for await ([x2, value2] of run.each(points.batch(n))) {
      [value2] = run.drop(value2);
      if (n > 1) {
        [total1] = sum2([x2]);
        [x2] = run.drop(x2);
        if (total === null) {
          total = total1;
          total1 = undefined;
        } else {
          [total] = run.replace(total, add([total, total1]));
          [total1] = run.drop(total1);
        }
      } else {
        [x2] = run.drop(x2);
      }
    }
    if (total === null) throw new ValueError("sum of no tensors: Python gives the int 0, which is no tensor");
    [f1] = run.call("f", [n]);
    parts = both([f1]);
    [f1] = run.drop(f1);
    const value3 = await run.read(total);
    [total] = run.drop(total);
    const part = parts[0];
    [total2] = sum3([part]);
    const part2 = parts[1];
    [total3] = sum4([part2]);
    [parts] = run.drop(parts);
    [sum1] = add([total2, total3]);
    [total2, total3] = run.drop(total2, total3);
    return value3 + await run.read(sum1);
  } finally {
    run.drop(total, x2, value2, total1, f1, parts, total2, total3, sum1);
  }
}

async function ofNone({ f2, f, add }, { n = 0 } = {}, run) {
  let x, sum2, f1;
  try {
    [x] = f2([]);
    try {
      sum2 = null;
      for (const i2 of range(n)) {
        [f1] = run.call("f", [i2]);
        if (sum2 === null) {
          sum2 = f1;
          f1 = undefined;
        } else {
          [sum2] = run.replace(sum2, add([sum2, f1]));
          [f1] = run.drop(f1);
        }
      }
      if (sum2 === null) throw new ValueError("sum of no tensors: Python gives the int 0, which is no tensor");
      return run.retain(sum2);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      [f1, sum2] = run.drop(f1, sum2);
      run.print(error.message);
    }
    return run.retain(x);
  } finally {
    run.drop(x, sum2, f1);
  }
}
