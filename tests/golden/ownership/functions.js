async function captured({ f, f2, g }, { n = 3 } = {}, run) {
  let x, f2Value1, z, scaled1;
  try {
    [x] = run.call("f", [n]);

    function scaled(y) {
      return g([x, y])[0];
    }

    [f2Value1] = f2([x]);
    z = scaled(f2Value1);
    [f2Value1] = run.drop(f2Value1);
    [x] = run.replace(x, f2([z]));
    scaled1 = scaled(z);
    [z] = run.drop(z);
    run.print(floatText(await run.read(scaled1)));
    [scaled1] = run.drop(scaled1);
  } finally {
    run.drop(x, f2Value1, z, scaled1);
  }
}

async function parameters({ f, f2 }, { n = 3 } = {}, run) {
  let f1, y;
  try {
    function refined(x, steps) {
      x = run.retain(x);
      try {
        for (const value of range(steps)) {
          [x] = run.replace(x, f2([x]));
        }
        return run.retain(x);
      } finally {
        run.drop(x);
      }
    }

    [f1] = run.call("f", [n]);
    y = refined(f1, 2);
    [f1] = run.drop(f1);
    return refined(y, 0);
  } finally {
    run.drop(f1, y);
  }
}

async function takenByTheCallee({ f, f2, g }, { n = 3 } = {}, run) {
  let f1, buffer, value, use1, value3, value2, use2, g1;
  try {
    [f1] = run.call("f", [n]);
    buffer = [f1, run.call("f", [int(n + 1)])[0]];
    f1 = undefined;

    function use(x) {
      run.drop(popItem(buffer, 0));
      return f2([x])[0];
    }

    value = run.retain(listItem(buffer, 0));
    use1 = use(value);
    [value] = run.drop(value);
    run.print(floatText(await run.read(use1)));
    [use1] = run.drop(use1);
    value3 = run.retain(listItem(buffer, 0));
    value2 = run.retain(listItem(buffer, 0));
    use2 = use(value2);
    [value2] = run.drop(value2);
    [g1] = g([value3, use2]);
    [use2, value3] = run.drop(use2, value3);
    run.print(`${floatText(await run.read(g1))} ${buffer.length}`);
    [g1] = run.drop(g1);
  } finally {
    run.drop(f1, buffer, value, use1, value3, value2, use2, g1);
  }
}

async function recursion({ f, f2 }, { n = 4 } = {}, run) {
  let f1;
  try {
    function powers(x, left) {
      let f2Value1, rest;
      try {
        if (left === 0) {
          return [run.retain(x)];
        }
        [f2Value1] = f2([x]);
        rest = powers(f2Value1, int(left - 1));
        [f2Value1] = run.drop(f2Value1);
        rest.push(run.retain(x));
        return run.retain(rest);
      } finally {
        run.drop(f2Value1, rest);
      }
    }

    [f1] = run.call("f", [n]);
    return powers(f1, n);
  } finally {
    run.drop(f1);
  }
}

async function stored({ f }, { n = 3 } = {}, run) {
  let kept, f1;
  try {
    kept = [];

    function keep(x) {
      kept.push(run.retain(x));
      return kept.length;
    }

    for (const i of range(n)) {
      if (run.due) await run.gate();
      [f1] = run.call("f", [i]);
      run.print(`${keep(f1)}`);
      [f1] = run.drop(f1);
    }
    return run.retain(listItem(kept, -1));
  } finally {
    run.drop(kept, f1);
  }
}

async function failing({ f, f2, g }, { n = 3 } = {}, run) {
  let x, half1, f2Value1;
  try {
    async function half(x) {
      let y;
      try {
        [y] = f2([x]);
        if (await run.read(y) > 0.1) throw new ValueError("too much");
        return run.retain(y);
      } finally {
        run.drop(y);
      }
    }

    [x] = run.call("f", [n]);
    try {
      x = run.replace(x, await half(x));
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      run.print(`${error.message} ${floatText(await run.read(x))}`);
    }
    half1 = await half(x);
    [f2Value1] = f2([x]);
    [x] = run.drop(x);
    return g([half1, f2Value1])[0];
  } finally {
    run.drop(x, half1, f2Value1);
  }
}

async function parametersThatAreSetAnew({ f, f2, g }, { n = 3 } = {}, run) {
  let x;
  try {
    async function half(x, step) {
      step = undefined;
      try {
        run.print(floatText(await run.read(x)));
        [step] = f2([x]);
        return g([x, step])[0];
      } finally {
        run.drop(step);
      }
    }

    [x] = run.call("f", [n]);
    return await half(x, x);
  } finally {
    run.drop(x);
  }
}
