async function carried({ f, f2, g }, { n = 5 } = {}, run) {
  let x, y;
  try {
    [x] = run.call("f", [n]);
    for (const i of range(n)) {
      if (run.due) await run.gate();
      [y] = f2([x]);
      [x] = run.replace(x, g([x, y]));
      [y] = run.drop(y);
    }
    return run.retain(x);
  } finally {
    run.drop(x, y);
  }
}

async function leaving({ f, f2, g }, { n = 5 } = {}, run) {
  let x, f2Value1, y;
  try {
    [x] = run.call("f", [n]);
    loop: {
      for (const i of range(n)) {
        if (run.due) await run.gate();
        [f2Value1] = f2([x]);
        [y] = g([f2Value1, x]);
        [f2Value1] = run.drop(f2Value1);
        if (i === 1) {
          [y] = run.drop(y);
          continue;
        }
        if (await run.read(y) > 0.9) {
          [y] = run.drop(y);
          break loop;
        }
        [x] = run.drop(x);
        [x] = f2([y]);
        [y] = run.drop(y);
      }
      run.print(`to the end ${floatText(await run.read(x))}`);
    }
    run.print(floatText(await run.read(x)));
    [x] = run.drop(x);
  } finally {
    run.drop(x, f2Value1, y);
  }
}

async function earlyReturn({ f, g }, { n = 5 } = {}, run) {
  let best, candidate;
  try {
    [best] = run.call("f", [n]);
    for (const i of range(n)) {
      if (run.due) await run.gate();
      [candidate] = run.call("f", [i]);
      if (await run.read(candidate) > await run.read(best)) {
        return run.retain(candidate);
      }
      [best] = run.replace(best, g([best, candidate]));
      [candidate] = run.drop(candidate);
    }
    return run.retain(best);
  } finally {
    run.drop(best, candidate);
  }
}

async function nested2({ f, g, f2 }, { n = 3 } = {}, run) {
  let x, f1, y;
  try {
    let total = 0;
    for (const i of range(n)) {
      if (run.due) await run.gate();
      [x] = run.call("f", [i]);
      for (const j of range(n)) {
        if (run.due) await run.gate();
        [f1] = run.call("f", [j]);
        [y] = g([x, f1]);
        [f1] = run.drop(f1);
        if (j === i) {
          [y] = run.drop(y);
          break;
        }
        total = total + await run.read(y);
        [y] = run.drop(y);
      }
      [x] = run.replace(x, f2([x]));
      total = total + await run.read(x);
      [x] = run.drop(x);
    }
    run.print(floatText(total));
  } finally {
    run.drop(x, f1, y);
  }
}

async function tested({ f, f2, g }, { n = 3 } = {}, run) {
  let x, f2Value1, f2Value2;
  try {
    [x] = run.call("f", [n]);
    let steps = 0;
    while (true) {
      if (run.due) await run.gate();
      [f2Value1] = f2([x]);
      const test = !(await run.read(f2Value1) < 0.95 && steps < 6);
      [f2Value1] = run.drop(f2Value1);
      if (test) {
        break;
      }
      [f2Value2] = f2([x]);
      [x] = run.replace(x, g([x, f2Value2]));
      [f2Value2] = run.drop(f2Value2);
      steps = int(steps + 1);
    }
    run.print(`done ${steps}`);
    run.print(floatText(await run.read(x)));
    [x] = run.drop(x);
  } finally {
    run.drop(x, f2Value1, f2Value2);
  }
}

async function targetAfterTheLoop({ f }, { n = 3 } = {}, run) {
  let f1, tensors, last;
  try {
    [f1] = run.call("f", [n]);
    tensors = [f1, run.call("f", [int(n + 1)])[0]];
    f1 = undefined;
    [last] = run.call("f", [n]);
    for (const item of tensors) {
      if (run.due) await run.gate();
      [last] = run.drop(last);
      last = run.retain(item);
      run.print(floatText(await run.read(last)));
    }
    [tensors] = run.drop(tensors);
    tensors = [];
    [tensors] = run.drop(tensors);
    return run.retain(last);
  } finally {
    run.drop(f1, tensors, last);
  }
}

async function thousands({ f, f2, g }, { n = 10000 } = {}, run) {
  let x, recent, f2Value1;
  try {
    [x] = run.call("f", [n]);
    recent = [run.retain(x)];
    for (const i of range(n)) {
      if (run.due) await run.gate();
      [f2Value1] = f2([listItem(recent, 0)]);
      [x] = run.replace(x, g([x, f2Value1]));
      [f2Value1] = run.drop(f2Value1);
      recent.push(run.retain(x));
      if (recent.length > 5) {
        run.drop(popItem(recent, 0));
      }
    }
    [recent] = run.drop(recent);
    return await run.read(x) > 0;
  } finally {
    run.drop(x, recent, f2Value1);
  }
}

async function testedAndSetAnew({ f }, { n = 3 } = {}, run) {
  let x;
  try {
    [x] = run.call("f", [n]);
    let steps = 0;
    while (await run.read(x) < 5 && steps < n) {
      if (run.due) await run.gate();
      [x] = run.drop(x);
      steps = int(steps + 1);
      [x] = run.call("f", [steps]);
    }
    [x] = run.drop(x);
    return steps;
  } finally {
    run.drop(x);
  }
}
