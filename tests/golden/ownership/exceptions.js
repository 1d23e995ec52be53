async function halfWay({ f, f2, g }, { n = 3 } = {}, run) {
  let x, value1, value2, value3, y;
  try {
    [x] = run.call("f", [n]);
    try {
      [value1] = f2([x]);
      [value2] = f2([x]);
      [value3] = f2([value2]);
      [value2] = run.drop(value2);
      [y] = g([value1, value3]);
      [value1, value3] = run.drop(value1, value3);
      run.print(floatText(await run.read(y)));
      [y] = run.drop(y);
    } catch (error4) {
      if (!(error4 instanceof ValueError)) throw error4;
      [value1, value2, value3, y] = run.drop(value1, value2, value3, y);
      run.print("failed");
    }
    run.print(floatText(await run.read(x)));
    [x] = run.drop(x);
  } finally {
    run.drop(x, value1, value2, value3, y);
  }
}

async function keptForTheHandler({ f, f2, g }, { n = 3 } = {}, run) {
  let x, value1;
  try {
    [x] = run.call("f", [n]);
    try {
      [x] = run.replace(x, f2([x]));
      [value1] = f2([x]);
      [x] = run.replace(x, g([x, value1]));
      [value1] = run.drop(value1);
    } catch (error2) {
      if (!(error2 instanceof ValueError)) throw error2;
      [value1] = run.drop(value1);
      run.print(`so far ${floatText(await run.read(x))}`);
      return run.retain(x);
    }
    return f2([x])[0];
  } finally {
    run.drop(x, value1);
  }
}

async function insideLoops({ f, f2 }, { n = 4 } = {}, run) {
  let good, x, y;
  try {
    good = [];
    for (const i of range(n)) {
      if (run.due) await run.gate();
      try {
        [x] = run.call("f", [i]);
        if (i === 1) throw new ValueError("one");
        [y] = f2([x]);
        [x] = run.drop(x);
        good.push(run.retain(y));
        [y] = run.drop(y);
      } catch (error1) {
        if (!(error1 instanceof ValueError)) throw error1;
        [x, y] = run.drop(x, y);
        const error = error1;
        run.print(error.message);
        continue;
      } finally {
        [x, y] = run.drop(x, y);
        run.print(`step ${i}`);
      }
    }
    return run.retain(good);
  } finally {
    run.drop(good, x, y);
  }
}

async function readInFinally({ f, f2, g }, { n = 3 } = {}, run) {
  let x, y, result;
  try {
    [x] = run.call("f", [n]);
    try {
      [y] = f2([x]);
      [result] = g([x, y]);
      [y] = run.drop(y);
      return result;
    } finally {
      [y] = run.drop(y);
      try {
        run.print(`at the end ${floatText(await run.read(x))}`);
        [x] = run.drop(x);
      } catch (resultError) {
        [x] = run.drop(x);
        run.drop(result);
        throw resultError;
      }
    }
    [x] = run.drop(x);
  } finally {
    run.drop(x, y);
  }
}

async function loopInFinally({ f, f2 }, { n = 3 } = {}, run) {
  let x, value1, result;
  try {
    [x] = run.call("f", [n]);
    try {
      [value1] = f2([x]);
      result = [run.retain(x), run.retain(value1)];
      [value1] = run.drop(value1);
      return result;
    } finally {
      [value1] = run.drop(value1);
      try {
        for (const i of range(n)) {
          if (run.due) await run.gate();
          [x] = run.replace(x, f2([x]));
          if (await run.read(x) > 5) {
            [x] = run.drop(x);
            break;
          }
        }
        [x] = run.drop(x);
      } catch (resultError) {
        [x] = run.drop(x);
        run.drop(result);
        throw resultError;
      }
    }
    [x] = run.drop(x);
  } finally {
    run.drop(x, value1);
  }
}

async function otherWayOut({ f, f2, g }, { n = 3 } = {}, run) {
  let x, value1, result;
  try {
    for (const i of range(n)) {
      if (run.due) await run.gate();
      [x] = run.drop(x);
      [x] = run.call("f", [i]);
      try {
        if (i < 2) {
          [value1] = f2([x]);
          [result] = g([x, value1]);
          [value1] = run.drop(value1);
          return result;
        }
      } finally {
        [value1] = run.drop(value1);
        try {
          if (i === 0) {
            run.drop(result);
            continue;
          }
        } catch (resultError) {
          run.drop(result);
          throw resultError;
        }
      }
    }
    return run.retain(bound(x, "x"));
  } finally {
    run.drop(x, value1);
  }
}

async function nestedTry({ f, f2, g }, { n = 3 } = {}, run) {
  let x, y, z;
  try {
    [x] = run.call("f", [n]);
    let completed = false;
    try {
      [y] = f2([x]);
      try {
        [z] = g([x, y]);
        [z] = run.drop(z);
        throw new ValueError("inner");
      } catch (error1) {
        if (!(error1 instanceof KeyError)) throw error1;
        [z] = run.drop(z);
        run.print(floatText(await run.read(y)));
      } finally {
        [z] = run.drop(z);
        run.print(`inner end ${floatText(await run.read(x))}`);
      }
      completed = true;
    } catch (error2) {
      if (!(error2 instanceof ValueError)) throw error2;
      [y, z] = run.drop(y, z);
      [y] = f2([x]);
      [x] = run.drop(x);
    }
    if (completed) {
      run.print("not here");
    }
    [x] = run.drop(x);
    return run.retain(y);
  } finally {
    run.drop(x, y, z);
  }
}

async function unknownKey({ f }, { n = 3 } = {}, run) {
  let value1, table, x;
  try {
    [value1] = run.call("f", [n]);
    table = new Dict([["a", run.retain(value1)]]);
    [value1] = run.drop(value1);
    x = run.retain(table.item("b"));
    [table] = run.drop(table);
    run.print(floatText(await run.read(x)));
    [x] = run.drop(x);
  } finally {
    run.drop(value1, table, x);
  }
}
