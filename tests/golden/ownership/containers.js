async function literals({ f, f2, both }, { n = 3 } = {}, run) {
  let x, f2Value1, pair, items1, nested2, both1, table;
  try {
    [x] = run.call("f", [n]);
    [f2Value1] = f2([x]);
    pair = [run.retain(x), f2Value1];
    f2Value1 = undefined;
    items1 = [f2([x])[0], run.retain(x)];
    nested2 = [pair, items1];
    [items1, pair] = [];
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
    run.drop(x, f2Value1, pair, items1, nested2, both1, table);
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
    [ys] = run.drop(ys);
  } finally {
    run.drop(xs, ys);
  }
}

async function replayBuffer({ f, g }, { n = 8 } = {}, run) {
  let buffer, state, popped1, items1, g1;
  try {
    buffer = [];
    for (const i of range(n)) {
      if (run.due) await run.gate();
      [state] = run.call("f", [i]);
      const value1 = await run.read(state);
      buffer.push([run.retain(state), value1]);
      if (buffer.length > 3) {
        popped1 = popItem(buffer, 0);
        const [oldest, value] = popped1;
        run.print(boolText(await run.read(oldest) === value));
        [popped1] = run.drop(popped1);
      }
      items1 = run.adopt(buffer.slice(-2));
      for (const [past, reward] of items1) {
        if (run.due) await run.gate();
        [g1] = g([past, state]);
        run.print(floatText(await run.read(g1) + reward));
        [g1] = run.drop(g1);
      }
      [items1, state] = run.drop(items1, state);
    }
    [buffer] = run.drop(buffer);
  } finally {
    run.drop(buffer, state, popped1, items1, g1);
  }
}

async function itemsReplaced({ f, f2 }, { n = 3 } = {}, run) {
  let f1, f2_2, f3, xs, f2Value1, items3, items4, items5, f4, items7;
  try {
    [f1] = run.call("f", [n]);
    [f2_2] = run.call("f", [int(n + 1)]);
    [f3] = run.call("f", [int(n + 2)]);
    xs = [f1, f2_2, f3];
    [f1, f2_2, f3] = [];
    [f2Value1] = f2([listItem(xs, 1)]);
    run.drop(exchangeItem(xs, 0, f2Value1));
    f2Value1 = undefined;
    const items1 = listItem(xs, 2);
    const items2 = listItem(xs, 1);
    items3 = [run.retain(items1), run.retain(items2)];
    const [item1, item2] = items3;
    items4 = run.retain(item1);
    run.drop(exchangeItem(xs, 1, items4));
    items4 = undefined;
    items5 = run.retain(item2);
    [items3] = run.drop(items3);
    run.drop(exchangeItem(xs, 2, items5));
    items5 = undefined;
    run.drop(takeItem(xs, 0));
    insertItem(xs, 0, run.call("f", [n])[0]);
    [f4] = run.call("f", [n]);
    const items6 = listItem(xs, 0);
    items7 = [f4, run.retain(items6)];
    f4 = undefined;
    extendList(xs, run.adopt(items7));
    [items7] = run.drop(items7);
    xs.reverse();
    const items8 = [];
    for (const x1 of xs) {
      if (run.due) await run.gate();
      items8.push(await run.read(x1));
    }
    run.print(listText(floatText)(items8));
    run.drop(xs.splice(0));
    [xs] = run.drop(xs);
  } finally {
    run.drop(f1, f2_2, f3, xs, f2Value1, items3, items4, items5, f4, items7);
  }
}

async function copies({ f }, { n = 3 } = {}, run) {
  let f1, f2, xs, items1, items2, items3, items4, ys;
  try {
    [f1] = run.call("f", [n]);
    [f2] = run.call("f", [int(n + 1)]);
    xs = [f1, f2];
    [f1, f2] = [];
    items1 = run.adopt(xs.slice(1));
    items2 = run.adopt(xs.slice());
    items3 = run.adopt([...items1, ...items2]);
    [items1, items2] = run.drop(items1, items2);
    items4 = run.adopt([...reversed(xs)]);
    ys = run.adopt([...items3, ...items4]);
    [items3, items4] = run.drop(items3, items4);
    run.drop(popItem(xs));
    [xs] = run.drop(xs);
    const items5 = [];
    for (const y1 of ys) {
      if (run.due) await run.gate();
      items5.push(await run.read(y1));
    }
    run.print(listText(floatText)(items5));
    return run.retain(ys);
  } finally {
    run.drop(f1, f2, xs, items1, items2, items3, items4, ys);
  }
}

async function dictionaries({ f, g, f2 }, { n = 3 } = {}, run) {
  let seen, f1, value0, first, f2Value1, items2, value2, items3;
  try {
    seen = new Dict([[0, run.call("f", [n])[0]]]);
    for (const i of range(n)) {
      if (run.due) await run.gate();
      run.drop(exchangeValue(seen, i, run.call("f", [i])[0]));
      const items1 = seen.item(i);
      [f1] = run.call("f", [n]);
      [value0] = g([items1, seen.get(0, f1)]);
      [f1] = run.drop(f1);
      const value1 = int(i + 1);
      run.drop(exchangeValue(seen, value1, value0));
      value0 = undefined;
    }
    first = seen.pop(0);
    [f2Value1] = f2([first]);
    if (!seen.has(7)) {
      run.drop(exchangeValue(seen, 7, f2Value1));
      f2Value1 = undefined;
    } else {
      [f2Value1] = run.drop(f2Value1);
    }
    const other = seen.item(7);
    items2 = new Dict([[8, run.retain(other)]]);
    for (const [key1, value21] of items2.items()) {
      if (run.due) await run.gate();
      value2 = run.retain(value21);
      run.drop(exchangeValue(seen, key1, value2));
      value2 = undefined;
    }
    [items2] = run.drop(items2);
    for (const [key, value] of seen.items()) {
      if (run.due) await run.gate();
      run.print(`${key} ${floatText(await run.read(value))}`);
    }
    run.drop(seen.pop(1));
    const value4 = `${seen.size}`;
    if (seen.has(5)) {
      [first] = run.drop(first);
      items3 = seen.pop(5);
      [seen] = run.drop(seen);
    } else {
      [seen] = run.drop(seen);
      items3 = first;
      first = undefined;
    }
    run.print(`${value4} ${floatText(await run.read(items3))}`);
    [items3] = run.drop(items3);
  } finally {
    run.drop(seen, f1, value0, first, f2Value1, items2, value2, items3);
  }
}

async function comprehensions({ f, g, f2 }, { n = 3 } = {}, run) {
  let xs, ys, table, x2, f2Value1, items2;
  try {
    xs = [];
    for (const i1 of range(n)) {
      if (run.due) await run.gate();
      xs.push(run.call("f", [i1])[0]);
    }
    ys = [];
    for (const x1 of xs) {
      if (run.due) await run.gate();
      for (const y1 of xs) {
        if (run.due) await run.gate();
        if (await run.read(x1) < await run.read(y1)) {
          ys.push(g([x1, y1])[0]);
        }
      }
    }
    table = new Dict();
    for (const [i2, x21] of xs.entries()) {
      if (run.due) await run.gate();
      x2 = run.retain(x21);
      run.drop(exchangeValue(table, i2, f2([x2])[0]));
      [x2] = run.drop(x2);
    }
    const items1 = [];
    for (const y2 of ys) {
      if (run.due) await run.gate();
      items1.push(await run.read(y2));
    }
    [ys] = run.drop(ys);
    const value2 = sumText(items1);
    let value1 = false;
    for (const x3 of xs) {
      if (run.due) await run.gate();
      [f2Value1] = f2([x3]);
      const test1 = await run.read(f2Value1) > 0.9;
      [f2Value1] = run.drop(f2Value1);
      if (test1) {
        value1 = true;
        break;
      }
    }
    run.print(`${value2} ${boolText(value1)}`);
    items2 = [];
    for (const x4 of xs) {
      if (run.due) await run.gate();
      if (await run.read(x4) > 0.7) {
        items2.push(run.retain(x4));
      }
    }
    [xs] = run.drop(xs);
    return [run.retain(items2), run.retain(table)];
  } finally {
    run.drop(xs, ys, table, x2, f2Value1, items2);
  }
}

async function bestPair({ f }, { n = 4 } = {}, run) {
  let pairs, f1, best;
  try {
    pairs = [];
    for (const i1 of range(n)) {
      if (run.due) await run.gate();
      [f1] = run.call("f", [i1]);
      pairs.push([await run.read(f1), run.call("f", [i1])[0]]);
      [f1] = run.drop(f1);
    }
    const [score, best1] = largest(pairs, (pair) => pair[0]);
    best = run.retain(best1);
    run.drop(pairs.splice(0));
    [pairs] = run.drop(pairs);
    run.print(`${floatText(score)} ${floatText(await run.read(best))}`);
    [best] = run.drop(best);
  } finally {
    run.drop(pairs, f1, best);
  }
}

async function zipped({ f, f3, f4, g }, { n = 3 } = {}, run) {
  let f1, f3Value1, xs, f4Value1, f2, ys, kept, items1, pair, g1;
  try {
    [f1] = run.call("f", [n]);
    [f3Value1] = f3([]);
    xs = [f1, f3Value1];
    [f3Value1, f1] = [];
    [f4Value1] = f4([]);
    [f2] = run.call("f", [n]);
    ys = [f4Value1, f2];
    [f4Value1, f2] = [];
    kept = [];
    items1 = xs;
    xs = undefined;
    for (const [item1, item2] of zip(items1, ys)) {
      if (run.due) await run.gate();
      pair = [run.retain(item1), run.retain(item2)];
      kept.push(pair);
      pair = undefined;
      xs = [run.call("f", [n])[0]];
      [xs] = run.drop(xs);
    }
    [items1, ys] = run.drop(items1, ys);
    for (const [i, [x, y]] of kept.entries()) {
      if (run.due) await run.gate();
      const value1 = `${i}`;
      [g1] = g([x, y]);
      run.print(`${value1} ${floatText(await run.read(g1))}`);
      [g1] = run.drop(g1);
    }
    [kept] = run.drop(kept);
  } finally {
    run.drop(f1, f3Value1, xs, f4Value1, f2, ys, kept, items1, pair, g1);
  }
}

async function slices({ f, f5 }, { n = 3 } = {}, run) {
  let buffer, first, f1, items2, others, items3;
  try {
    buffer = [];
    for (const i1 of range(6)) {
      if (run.due) await run.gate();
      buffer.push(run.call("f", [i1])[0]);
    }
    first = run.retain(listItem(buffer, 0));
    const gone1 = buffer.slice(0, 2);
    deleteSlice(buffer, null, 2, null);
    run.drop(gone1);
    [f1] = run.call("f", [n]);
    const items1 = listItem(buffer, 0);
    items2 = [f1, run.retain(first), run.retain(items1)];
    f1 = undefined;
    const gone2 = buffer.slice(1, 3);
    setSlice(run.adopt(items2), buffer, 1, 3, null);
    [items2] = run.drop(items2);
    run.drop(gone2);
    const gone3 = slicedList(buffer, null, null, 2);
    deleteSlice(buffer, null, null, 2);
    run.drop(gone3);
    others = [f5([])[0]];
    const gone4 = buffer.slice(0, 0);
    setSlice(run.adopt(others), buffer, null, 0, null);
    [others] = run.drop(others);
    run.drop(gone4);
    items3 = run.adopt([...reversed(buffer)]);
    const gone5 = buffer.slice(1);
    setSlice(run.adopt(items3), buffer, 1, null, null);
    [items3] = run.drop(items3);
    run.drop(gone5);
    const value1 = floatText(await run.read(first));
    [first] = run.drop(first);
    const items4 = [];
    for (const x1 of buffer) {
      if (run.due) await run.gate();
      items4.push(await run.read(x1));
    }
    [buffer] = run.drop(buffer);
    run.print(`${value1} ${listText(floatText)(items4)}`);
  } finally {
    run.drop(buffer, first, f1, items2, others, items3);
  }
}

async function drawn({ f }, { n = 4 } = {}, run) {
  let xs, x, some, more;
  try {
    xs = [];
    for (const i1 of range(n)) {
      if (run.due) await run.gate();
      xs.push(run.call("f", [i1])[0]);
    }
    x = run.retain(run.random.choice(xs));
    some = run.adopt(run.random.sample(xs, 2));
    more = run.adopt(run.random.choices(xs, null, n));
    run.random.shuffle(xs);
    run.drop(xs.splice(0));
    [xs] = run.drop(xs);
    return [run.retain(x), run.retain(some), run.retain(more)];
  } finally {
    run.drop(xs, x, some, more);
  }
}
