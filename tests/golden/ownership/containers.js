async function literals({ f, f2, both }, { n = 3 } = {}, run) {
  let x, f2Value1, pair, nested2, both1, table;
  try {
    [x] = run.call("f", [n]);
    [f2Value1] = f2([x]);
    pair = [run.retain(x), f2Value1];
    f2Value1 = undefined;
    nested2 = [pair, [f2([x])[0], run.retain(x)]];
    pair = undefined;
    const items2 = listItem(nested2, 0);
    both1 = both([x]);
    [x] = run.drop(x);
    table = new Dict([["first", run.retain(items2)], ["second", both1]]);
    both1 = undefined;
    run.print(
      `${floatText(await run.read(table.item("second")[1]))} ${floatText(await run.read(listItem(nested2, 1)[0]))}`,
    );
    [nested2, table] = run.drop(nested2, table);
  } finally {
    run.drop(x, f2Value1, pair, nested2, both1, table);
  }
}

async function aliases({ f, f2 }, { n = 3 } = {}, run) {
  let xs, ys;
  try {
    xs = [run.call("f", [n])[0]];
    ys = run.retain(xs);
    ys.push(f2([listItem(xs, 0)])[0]);
    [xs] = run.drop(xs);
    xs = [];
    run.print(`${floatText(await run.read(listItem(ys, 1)))} ${xs.length}`);
    [xs, ys] = run.drop(xs, ys);
  } finally {
    run.drop(xs, ys);
  }
}

async function replayBuffer({ f, g }, { n = 8 } = {}, run) {
  let buffer, state, popped, through, g1;
  try {
    buffer = [];
    for (const i of range(n)) {
      if (run.due) await run.gate();
      [state] = run.call("f", [i]);
      const value2 = await run.read(state);
      buffer.push([run.retain(state), value2]);
      if (buffer.length > 3) {
        popped = popItem(buffer, 0);
        const [oldest, value] = popped;
        run.print(boolText(await run.read(oldest) === value));
        [popped] = run.drop(popped);
      }
      through = run.adopt(buffer.slice(-2));
      for (const [past, reward] of through) {
        if (run.due) await run.gate();
        [g1] = g([past, state]);
        run.print(floatText(await run.read(g1) + reward));
        [g1] = run.drop(g1);
      }
      [state, through] = run.drop(state, through);
    }
    [buffer] = run.drop(buffer);
  } finally {
    run.drop(buffer, state, popped, through, g1);
  }
}

async function itemsReplaced({ f, f2 }, { n = 3 } = {}, run) {
  let f1, f3, xs, f2Value1, value3, value4, f6, items;
  try {
    [f1] = run.call("f", [n]);
    [f3] = run.call("f", [int(n + 1)]);
    xs = [f1, f3, run.call("f", [int(n + 2)])[0]];
    [f1, f3] = [];
    [f2Value1] = f2([listItem(xs, 1)]);
    run.drop(exchangeItem(xs, 0, f2Value1));
    f2Value1 = undefined;
    value3 = run.retain(listItem(xs, 2));
    value4 = run.retain(listItem(xs, 1));
    run.drop(exchangeItem(xs, 1, value3));
    value3 = undefined;
    run.drop(exchangeItem(xs, 2, value4));
    value4 = undefined;
    run.drop(takeItem(xs, 0));
    insertItem(xs, 0, run.call("f", [n])[0]);
    [f6] = run.call("f", [n]);
    const value5 = listItem(xs, 0);
    items = [f6, run.retain(value5)];
    f6 = undefined;
    extendList(xs, run.adopt(items));
    [items] = run.drop(items);
    xs.reverse();
    const items2 = [];
    for (const x2 of xs) {
      items2.push(await run.read(x2));
    }
    run.print(listText(floatText)(items2));
    run.drop(xs.splice(0));
    [xs] = run.drop(xs);
  } finally {
    run.drop(f1, f3, xs, f2Value1, value3, value4, f6, items);
  }
}

async function copies({ f }, { n = 3 } = {}, run) {
  let f1, xs, items, items2, items3, items4, ys;
  try {
    [f1] = run.call("f", [n]);
    xs = [f1, run.call("f", [int(n + 1)])[0]];
    f1 = undefined;
    items = run.adopt(xs.slice(1));
    items2 = run.adopt(xs.slice());
    items3 = run.adopt([...items, ...items2]);
    [items, items2] = run.drop(items, items2);
    items4 = run.adopt([...reversed(xs)]);
    ys = run.adopt([...items3, ...items4]);
    [items3, items4] = run.drop(items3, items4);
    run.drop(popItem(xs));
    [xs] = run.drop(xs);
    const items5 = [];
    for (const y2 of ys) {
      items5.push(await run.read(y2));
    }
    run.print(listText(floatText)(items5));
    return run.retain(ys);
  } finally {
    run.drop(f1, xs, items, items2, items3, items4, ys);
  }
}

async function dictionaries({ f, g, f2 }, { n = 3 } = {}, run) {
  let seen, f3, first, f2Value1, items, value4;
  try {
    seen = new Dict([[0, run.call("f", [n])[0]]]);
    for (const i of range(n)) {
      if (run.due) await run.gate();
      run.drop(exchangeValue(seen, i, run.call("f", [i])[0]));
      const value2 = seen.item(i);
      [f3] = run.call("f", [n]);
      run.drop(exchangeValue(seen, int(i + 1), g([value2, seen.get(0, f3)])[0]));
      [f3] = run.drop(f3);
    }
    first = seen.pop(0);
    [f2Value1] = f2([first]);
    if (!seen.has(7)) {
      seen.set(7, f2Value1);
      f2Value1 = undefined;
    } else {
      [f2Value1] = run.drop(f2Value1);
    }
    const other = seen.item(7);
    items = new Dict([[8, run.retain(other)]]);
    for (const [key2, value3] of items.items()) {
      run.drop(exchangeValue(seen, key2, run.retain(value3)));
    }
    [items] = run.drop(items);
    for (const [key, value] of seen.items()) {
      if (run.due) await run.gate();
      run.print(`${key} ${floatText(await run.read(value))}`);
    }
    run.drop(seen.pop(1));
    const value5 = seen.size;
    value4 = seen.has(5) ? seen.pop(5) : run.retain(first);
    [first, seen] = run.drop(first, seen);
    run.print(`${value5} ${floatText(await run.read(value4))}`);
    [value4] = run.drop(value4);
  } finally {
    run.drop(seen, f3, first, f2Value1, items, value4);
  }
}

async function comprehensions({ f, g, f2 }, { n = 3 } = {}, run) {
  let xs, ys, table, f2Value4, items4;
  try {
    xs = [];
    for (const i2 of range(n)) {
      xs.push(run.call("f", [i2])[0]);
    }
    ys = [];
    for (const x2 of xs) {
      for (const y2 of xs) {
        if (await run.read(x2) < await run.read(y2)) {
          ys.push(g([x2, y2])[0]);
        }
      }
    }
    table = new Dict();
    for (const [i3, x3] of xs.entries()) {
      table.set(i3, f2([x3])[0]);
    }
    const items3 = [];
    for (const y3 of ys) {
      items3.push(await run.read(y3));
    }
    [ys] = run.drop(ys);
    const value = sumOfFloats(items3);
    let found = false;
    for (const x4 of xs) {
      [f2Value4] = f2([x4]);
      const test = await run.read(f2Value4) > 0.9;
      [f2Value4] = run.drop(f2Value4);
      if (test) {
        found = true;
        break;
      }
    }
    run.print(`${eitherText(value)} ${boolText(found)}`);
    items4 = [];
    for (const x5 of xs) {
      if (await run.read(x5) > 0.7) {
        items4.push(run.retain(x5));
      }
    }
    [xs] = run.drop(xs);
    return [run.retain(items4), run.retain(table)];
  } finally {
    run.drop(xs, ys, table, f2Value4, items4);
  }
}

async function bestPair({ f }, { n = 4 } = {}, run) {
  let pairs, f2, best;
  try {
    pairs = [];
    for (const i2 of range(n)) {
      [f2] = run.call("f", [i2]);
      pairs.push([await run.read(f2), run.call("f", [i2])[0]]);
      [f2] = run.drop(f2);
    }
    const [score, best1] = largest(pairs, (pair) => pair[0]);
    best = run.retain(best1);
    run.drop(pairs.splice(0));
    [pairs] = run.drop(pairs);
    run.print(`${floatText(score)} ${floatText(await run.read(best))}`);
    [best] = run.drop(best);
  } finally {
    run.drop(pairs, f2, best);
  }
}

async function zipped({ f, f3, f4, g }, { n = 3 } = {}, run) {
  let f1, xs, f4Value1, ys, kept, items3, pair, g1;
  try {
    [f1] = run.call("f", [n]);
    xs = [f1, f3([])[0]];
    f1 = undefined;
    [f4Value1] = f4([]);
    ys = [f4Value1, run.call("f", [n])[0]];
    f4Value1 = undefined;
    kept = [];
    items3 = xs;
    xs = undefined;
    for (const item of zip(items3, ys)) {
      if (run.due) await run.gate();
      pair = run.adopt(item);
      kept.push(pair);
      pair = undefined;
      xs = [run.call("f", [n])[0]];
      [xs] = run.drop(xs);
    }
    [items3, ys] = run.drop(items3, ys);
    for (const [i, [x, y]] of kept.entries()) {
      if (run.due) await run.gate();
      [g1] = g([x, y]);
      run.print(`${i} ${floatText(await run.read(g1))}`);
      [g1] = run.drop(g1);
    }
    [kept] = run.drop(kept);
  } finally {
    run.drop(f1, xs, f4Value1, ys, kept, items3, pair, g1);
  }
}

async function slices({ f, f5 }, { n = 3 } = {}, run) {
  let buffer, first, f1, items2, others, items3, items5;
  try {
    buffer = [];
    for (const i2 of range(6)) {
      buffer.push(run.call("f", [i2])[0]);
    }
    first = run.retain(listItem(buffer, 0));
    run.drop(...deleteSlice(buffer, null, 2, null));
    [f1] = run.call("f", [n]);
    const value = listItem(buffer, 0);
    items2 = [f1, run.retain(first), run.retain(value)];
    f1 = undefined;
    run.drop(...setSlice(items2, buffer, 1, 3, null));
    items2 = undefined;
    run.drop(...deleteSlice(buffer, null, null, 2));
    others = [f5([])[0]];
    items3 = run.adopt([...others]);
    [others] = run.drop(others);
    run.drop(...setSlice(items3, buffer, null, 0, null));
    items3 = undefined;
    const items4 = reversed(buffer);
    items5 = run.adopt([...items4]);
    run.drop(...setSlice(items5, buffer, 1, null, null));
    items5 = undefined;
    const value2 = await run.read(first);
    [first] = run.drop(first);
    const items6 = [];
    for (const x2 of buffer) {
      items6.push(await run.read(x2));
    }
    [buffer] = run.drop(buffer);
    run.print(`${floatText(value2)} ${listText(floatText)(items6)}`);
  } finally {
    run.drop(buffer, first, f1, items2, others, items3, items5);
  }
}

async function drawn({ f }, { n = 4 } = {}, run) {
  let xs, x, some, more;
  try {
    xs = [];
    for (const i2 of range(n)) {
      xs.push(run.call("f", [i2])[0]);
    }
    x = run.retain(pyRandom(run).choice(xs));
    some = run.adopt(pyRandom(run).sample(xs, 2));
    more = run.adopt(pyRandom(run).choices(xs, null, n));
    pyRandom(run).shuffle(xs);
    run.drop(xs.splice(0));
    [xs] = run.drop(xs);
    return [run.retain(x), run.retain(some), run.retain(more)];
  } finally {
    run.drop(xs, x, some, more);
  }
}
