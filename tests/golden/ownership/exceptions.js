async function halfWay({ f, f2, g }, { n = 3 } = {}, run) {
  let x, f2Value1, f2Value2, f2Value3, y;
  try {
    [x] = run.call("f", [n]);
    try {
      [f2Value1] = f2([x]);
      [f2Value2] = f2([x]);
      [f2Value3] = f2([f2Value2]);
      [f2Value2] = run.drop(f2Value2);
      [y] = g([f2Value1, f2Value3]);
      [f2Value1, f2Value3] = run.drop(f2Value1, f2Value3);
      run.print(floatText(await run.read(y)));
      [y] = run.drop(y);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      [f2Value1, f2Value2, f2Value3, y] = run.drop(f2Value1, f2Value2, f2Value3, y);
      run.print("failed");
    }
    run.print(floatText(await run.read(x)));
    [x] = run.drop(x);
  } finally {
    run.drop(x, f2Value1, f2Value2, f2Value3, y);
  }
}

async function keptForTheHandler({ f, f2, g }, { n = 3 } = {}, run) {
  let x, f2Value1;
  try {
    [x] = run.call("f", [n]);
    try {
      [x] = run.replace(x, f2([x]));
      [f2Value1] = f2([x]);
      [x] = run.replace(x, g([x, f2Value1]));
      [f2Value1] = run.drop(f2Value1);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      [f2Value1] = run.drop(f2Value1);
      run.print(`so far ${floatText(await run.read(x))}`);
      return run.retain(x);
    }
    return f2([x])[0];
  } finally {
    run.drop(x, f2Value1);
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
        good.push(y);
        y = undefined;
      } catch (error) {
        if (!(error instanceof ValueError)) throw error;
        [x] = run.drop(x);
        run.print(error.message);
        continue;
      } finally {
        [x] = run.drop(x);
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
      return result;
    } finally {
      [y] = run.drop(y);
      try {
        run.print(`at the end ${floatText(await run.read(x))}`);
        [x] = run.drop(x);
      } catch (error) {
        [result] = run.drop(result);
        throw error;
      }
    }
  } finally {
    run.drop(x, y);
  }
}

async function loopInFinally({ f, f2 }, { n = 3 } = {}, run) {
  let x, f2Value1, result;
  try {
    [x] = run.call("f", [n]);
    try {
      [f2Value1] = f2([x]);
      result = [run.retain(x), run.retain(f2Value1)];
      return result;
    } finally {
      [f2Value1] = run.drop(f2Value1);
      try {
        for (const i of range(n)) {
          if (run.due) await run.gate();
          [x] = run.replace(x, f2([x]));
          if (await run.read(x) > 5) {
            break;
          }
        }
        [x] = run.drop(x);
      } catch (error) {
        [result] = run.drop(result);
        throw error;
      }
    }
  } finally {
    run.drop(x, f2Value1);
  }
}

async function otherWayOut({ f, f2, g }, { n = 3 } = {}, run) {
  let x, f2Value1, result;
  try {
    for (const i of range(n)) {
      if (run.due) await run.gate();
      [x] = run.drop(x);
      [x] = run.call("f", [i]);
      try {
        if (i < 2) {
          [f2Value1] = f2([x]);
          [result] = g([x, f2Value1]);
          return result;
        }
      } finally {
        [f2Value1] = run.drop(f2Value1);
        try {
          if (i === 0) {
            [result] = run.drop(result);
            continue;
          }
        } catch (error) {
          [result] = run.drop(result);
          throw error;
        }
      }
    }
    return run.retain(bound(x, "x"));
  } finally {
    run.drop(x, f2Value1);
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
      } catch (error) {
        if (!(error instanceof KeyError)) throw error;
        run.print(floatText(await run.read(y)));
      } finally {
        run.print(`inner end ${floatText(await run.read(x))}`);
      }
      completed = true;
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      [y] = run.drop(y);
      [y] = f2([x]);
      [x] = run.drop(x);
    }
    if (completed) {
      [x] = run.drop(x);
      run.print("not here");
    }
    return run.retain(y);
  } finally {
    run.drop(x, y, z);
  }
}

async function unknownKey({ f }, { n = 3 } = {}, run) {
  let table;
  try {
    table = new Dict([["a", run.call("f", [n])[0]]]);
    const x = table.item("b");
    run.print(floatText(await run.read(x)));
    [table] = run.drop(table);
  } finally {
    run.drop(table);
  }
}

async function setAnewAfterTheBody({ f, g }, { n = 3 } = {}, run) {
  let x;
  try {
    [x] = run.call("f", [n]);
    let completed = false;
    try {
      [x] = run.replace(x, g([x, x]));
      completed = true;
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      run.print("failed");
    }
    if (completed) {
      [x] = run.drop(x);
      [x] = run.call("f", [n]);
    }
    return run.retain(x);
  } finally {
    run.drop(x);
  }
}

async function storedWhereNoItemIs({ f, both }, { n = 3 } = {}, run) {
  let xs, both1, value;
  try {
    xs = [run.call("f", [n])[0]];
    try {
      throw new ValueError("try again");
    } catch (error2) {
      if (!(error2 instanceof ValueError)) throw error2;
      try {
        both1 = both([listItem(xs, 0)]);
        value = run.retain(both1[1]);
        [both1] = run.drop(both1);
        run.drop(exchangeItem(xs, 1, value));
        value = undefined;
      } catch (error) {
        if (!(error instanceof IndexError)) throw error;
        [both1, value] = run.drop(both1, value);
        run.print(error.message);
      }
    }
    return run.retain(xs);
  } finally {
    run.drop(xs, both1, value);
  }
}
