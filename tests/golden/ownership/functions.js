async function captured({ f, f2, g }, { n = 3 } = {}, run) {
  let x, value1, z, value2;
  try {
    [x] = run.replace(x, run.call("f", [n]));

    function scaled(y) {
      return g([x, y])[0];
    }

    [value1] = f2([x]);
    z = scaled(value1);
    [value1] = run.drop(value1);
    [x] = run.replace(x, f2([z]));
    value2 = scaled(z);
    [z] = run.drop(z);
    run.print(floatText(await run.read(value2)));
    [value2] = run.drop(value2);
  } finally {
    run.drop(x, value1, z, value2);
  }
}

async function parameters({ f, f2 }, { n = 3 } = {}, run) {
  let value1, y;
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

    [value1] = run.call("f", [n]);
    y = refined(value1, 2);
    [value1] = run.drop(value1);
    return refined(y, 0);
  } finally {
    run.drop(value1, y);
  }
}

async function takenByTheCallee({ f, f2, g }, { n = 3 } = {}, run) {
  let value1, value2, buffer, held3, value4, value7, held5, value6, value8;
  try {
    [value1] = run.call("f", [n]);
    [value2] = run.call("f", [int(n + 1)]);
    buffer = run.replace(buffer, [run.retain(value1), run.retain(value2)]);
    [value1, value2] = run.drop(value1, value2);

    function use(x) {
      run.drop(popItem(buffer, 0));
      return f2([x])[0];
    }

    held3 = run.retain(listItem(buffer, 0));
    value4 = use(held3);
    [held3] = run.drop(held3);
    run.print(floatText(await run.read(value4)));
    [value4] = run.drop(value4);
    value7 = run.retain(listItem(buffer, 0));
    held5 = run.retain(listItem(buffer, 0));
    value6 = use(held5);
    [held5] = run.drop(held5);
    [value8] = g([value7, value6]);
    [value6, value7] = run.drop(value6, value7);
    run.print(`${floatText(await run.read(value8))} ${buffer.length}`);
    [value8] = run.drop(value8);
  } finally {
    run.drop(value1, value2, buffer, held3, value4, value7, held5, value6, value8);
  }
}

async function recursion({ f, f2 }, { n = 4 } = {}, run) {
  let value1;
  try {

    function powers(x, left) {
      let value1_2, rest;
      try {
        if (left === 0) {
          return [run.retain(x)];
        }
        [value1_2] = f2([x]);
        rest = powers(value1_2, int(left - 1));
        [value1_2] = run.drop(value1_2);
        rest.push(run.retain(x));
        return run.retain(rest);
      } finally {
        run.drop(value1_2, rest);
      }
    }

    [value1] = run.call("f", [n]);
    return powers(value1, n);
  } finally {
    run.drop(value1);
  }
}

async function stored({ f }, { n = 3 } = {}, run) {
  let kept, value1;
  try {
    kept = run.replace(kept, []);

    function keep(x) {
      kept.push(run.retain(x));
      return kept.length;
    }

    for (const i of range(n)) {
      if (run.due) await run.gate();
      [value1] = run.call("f", [i]);
      run.print(`${keep(value1)}`);
      [value1] = run.drop(value1);
    }
    return run.retain(listItem(kept, -1));
  } finally {
    run.drop(kept, value1);
  }
}

async function failing({ f, f2, g }, { n = 3 } = {}, run) {
  let x, value2, value3;
  try {

    async function half(x2) {
      let y;
      try {
        [y] = f2([x2]);
        if (await run.read(y) > 0.1) throw new ValueError("too much");
        return run.retain(y);
      } finally {
        run.drop(y);
      }
    }

    [x] = run.replace(x, run.call("f", [n]));
    try {
      x = run.replace(x, await half(x));
    } catch (error1) {
      if (!(error1 instanceof ValueError)) throw error1;
      const error = error1;
      run.print(textsOf(" ", [(error) => error.message, floatText], [error, await run.read(x)]));
    }
    value2 = await half(x);
    [value3] = f2([x]);
    return g([value2, value3])[0];
  } finally {
    run.drop(x, value2, value3);
  }
}
