async function literals({ f, f2, both }, { n = 3 } = {}, run) {
  let x, value1, pair, value2, value3, nested2, value5, value4, table;
  try {
    [x] = run.call("f", [n]);
    [value1] = f2([x]);
    pair = [run.retain(x), run.retain(value1)];
    [value1] = run.drop(value1);
    [value2] = f2([x]);
    value3 = [run.retain(value2), run.retain(x)];
    [value2] = run.drop(value2);
    nested2 = [run.retain(pair), run.retain(value3)];
    [pair, value3] = run.drop(pair, value3);
    value5 = run.retain(listItem(nested2, 0));
    value4 = both([x]);
    [x] = run.drop(x);
    table = new Dict([["first", run.retain(value5)], ["second", run.retain(value4)]]);
    [value4, value5] = run.drop(value4, value5);
    run.print(
      `${floatText(await run.read(table.item("second")[1]))} ${floatText(await run.read(listItem(nested2, 1)[0]))}`,
    );
    [nested2, table] = run.drop(nested2, table);
  } finally {
    run.drop(x, value1, pair, value2, value3, nested2, value5, value4, table);
  }
}

async function aliases({ f, f2 }, { n = 3 } = {}, run) {
  let xs, ys, value1;
  try {
    xs = [run.call("f", [n])[0]];
    ys = run.retain(xs);
    [value1] = f2([listItem(xs, 0)]);
    [xs] = run.drop(xs);
    ys.push(run.retain(value1));
    [value1] = run.drop(value1);
    xs = [];
    run.print(`${floatText(await run.read(listItem(ys, 1)))} ${xs.length}`);
    [xs, ys] = run.drop(xs, ys);
  } finally {
    run.drop(xs, ys, value1);
  }
}

async function replayBuffer({ f, g }, { n = 8 } = {}, run) {
  let buffer, state, value2, oldest, through3, past, value5;
  try {
    buffer = [];
    for (const i of range(n)) {
      if (run.due) await run.gate();
      [state] = run.call("f", [i]);
      const value1 = await run.read(state);
      value2 = [run.retain(state), value1];
      buffer.push(run.retain(value2));
      [value2] = run.drop(value2);
      if (buffer.length > 3) {
        const parts = popItem(buffer, 0);
        oldest = parts[0];
        const value = parts[1];
        run.print(boolText(await run.read(oldest) === value));
        [oldest] = run.drop(oldest);
      }
      through3 = run.adopt(buffer.slice(-2));
      for (const item4 of through3) {
        if (run.due) await run.gate();
        const parts2 = run.adopt([...item4]);
        past = parts2[0];
        const reward = parts2[1];
        [value5] = g([past, state]);
        [past] = run.drop(past);
        run.print(floatText(await run.read(value5) + reward));
        [value5] = run.drop(value5);
      }
      [state, through3] = run.drop(state, through3);
    }
    [buffer] = run.drop(buffer);
  } finally {
    run.drop(buffer, state, value2, oldest, through3, past, value5);
  }
}

async function itemsReplaced({ f, f2 }, { n = 3 } = {}, run) {
  let value1, value2, value3, xs, items4, value5, value6, value7, value8;
  try {
    [value1] = run.call("f", [n]);
    [value2] = run.call("f", [int(n + 1)]);
    [value3] = run.call("f", [int(n + 2)]);
    xs = [run.retain(value1), run.retain(value2), run.retain(value3)];
    [value1, value2, value3] = run.drop(value1, value2, value3);
    run.drop(exchangeItem(xs, 0, f2([listItem(xs, 1)])[0]));
    items4 = [run.retain(listItem(xs, 2)), run.retain(listItem(xs, 1))];
    run.drop(exchangeItem(xs, 1, run.retain(items4[0])));
    run.drop(exchangeItem(xs, 2, run.retain(items4[1])));
    [items4] = run.drop(items4);
    run.drop(takeItem(xs, 0));
    [value5] = run.call("f", [n]);
    insertItem(xs, 0, run.retain(value5));
    [value5] = run.drop(value5);
    [value6] = run.call("f", [n]);
    value7 = run.retain(listItem(xs, 0));
    value8 = [run.retain(value6), run.retain(value7)];
    [value6, value7] = run.drop(value6, value7);
    extendList(xs, run.adopt([...value8]));
    [value8] = run.drop(value8);
    xs.reverse();
    const items9 = [];
    for (const x2 of xs) {
      items9.push(await run.read(x2));
    }
    run.print(listText(floatText)(items9));
    run.drop(xs.splice(0));
    [xs] = run.drop(xs);
  } finally {
    run.drop(value1, value2, value3, xs, items4, value5, value6, value7, value8);
  }
}

async function copies({ f }, { n = 3 } = {}, run) {
  let value1, value2, xs, value3, value4, value5, value6, ys;
  try {
    [value1] = run.call("f", [n]);
    [value2] = run.call("f", [int(n + 1)]);
    xs = [run.retain(value1), run.retain(value2)];
    [value1, value2] = run.drop(value1, value2);
    value3 = run.adopt(xs.slice(1));
    value4 = run.adopt(xs.slice());
    value5 = run.adopt([...value3, ...value4]);
    [value3, value4] = run.drop(value3, value4);
    value6 = run.adopt([...reversed(xs)]);
    ys = run.adopt([...value5, ...value6]);
    [value5, value6] = run.drop(value5, value6);
    run.drop(popItem(xs));
    [xs] = run.drop(xs);
    const items7 = [];
    for (const y2 of ys) {
      items7.push(await run.read(y2));
    }
    run.print(listText(floatText)(items7));
    return run.retain(ys);
  } finally {
    run.drop(value1, value2, xs, value3, value4, value5, value6, ys);
  }
}

async function dictionaries({ f, g, f2 }, { n = 3 } = {}, run) {
  let value1, seen, value3, value2, first, value4, other, value5, value, value7;
  try {
    [value1] = run.call("f", [n]);
    seen = new Dict([[0, run.retain(value1)]]);
    [value1] = run.drop(value1);
    for (const i of range(n)) {
      if (run.due) await run.gate();
      run.drop(exchangeValue(seen, i, run.call("f", [i])[0]));
      value3 = run.retain(seen.item(i));
      [value2] = run.call("f", [n]);
      run.drop(exchangeValue(seen, int(i + 1), g([value3, seen.get(0, value2)])[0]));
      [value2, value3] = run.drop(value2, value3);
    }
    first = seen.pop(0);
    [value4] = f2([first]);
    other = run.retain(seen.setDefault(7, run.retain(value4)));
    [value4] = run.drop(value4);
    value5 = new Dict([[8, run.retain(other)]]);
    [other] = run.drop(other);
    seen.update(value5.items());
    [value5] = run.drop(value5);
    for (const item6 of seen.items()) {
      if (run.due) await run.gate();
      const parts = run.adopt([...item6]);
      const key = parts[0];
      value = parts[1];
      run.print(`${key} ${floatText(await run.read(value))}`);
      [value] = run.drop(value);
    }
    run.drop(seen.pop(1));
    const value8 = seen.size;
    value7 = seen.popOr(5, run.retain(first));
    [first, seen] = run.drop(first, seen);
    run.print(`${value8} ${floatText(await run.read(value7))}`);
    [value7] = run.drop(value7);
  } finally {
    run.drop(value1, seen, value3, value2, first, value4, other, value5, value, value7);
  }
}

async function comprehensions({ f, g, f2 }, { n = 3 } = {}, run) {
  let items1, xs, items2, ys, table4, x3, value6, table, value10, items12;
  try {
    items1 = [];
    for (const i2 of range(n)) {
      items1.push(run.call("f", [i2])[0]);
    }
    xs = items1;
    items1 = undefined;
    items2 = [];
    for (const x2 of xs) {
      for (const y2 of xs) {
        if (!(await run.read(x2) < await run.read(y2))) {
          continue;
        }
        items2.push(g([x2, y2])[0]);
      }
    }
    ys = items2;
    items2 = undefined;
    table4 = new Dict();
    for (const item5 of xs.entries()) {
      const parts = run.adopt([...item5]);
      const i3 = parts[0];
      x3 = parts[1];
      [value6] = f2([x3]);
      [x3] = run.drop(x3);
      table4.set(i3, run.retain(value6));
      [value6] = run.drop(value6);
    }
    table = table4;
    table4 = undefined;
    const items7 = [];
    for (const y4 of ys) {
      items7.push(await run.read(y4));
    }
    [ys] = run.drop(ys);
    const value11 = sumOfFloats(items7);
    const items9 = [];
    for (const x4 of xs) {
      [value10] = f2([x4]);
      items9.push(await run.read(value10) > 0.9);
      [value10] = run.drop(value10);
    }
    run.print(`${eitherText(value11)} ${boolText(any(items9))}`);
    items12 = [];
    for (const x5 of xs) {
      if (!(await run.read(x5) > 0.7)) {
        continue;
      }
      items12.push(run.retain(x5));
    }
    [xs] = run.drop(xs);
    return [run.retain(items12), run.retain(table)];
  } finally {
    run.drop(items1, xs, items2, ys, table4, x3, value6, table, value10, items12);
  }
}

async function bestPair({ f }, { n = 4 } = {}, run) {
  let items2, value3, pairs, best;
  try {
    items2 = [];
    for (const i2 of range(n)) {
      [value3] = run.call("f", [i2]);
      items2.push([await run.read(value3), run.call("f", [i2])[0]]);
      [value3] = run.drop(value3);
    }
    pairs = items2;
    items2 = undefined;
    const parts = run.adopt([...largest(pairs, (pair) => pair[0])]);
    const score = parts[0];
    best = parts[1];
    run.drop(pairs.splice(0));
    [pairs] = run.drop(pairs);
    run.print(`${floatText(score)} ${floatText(await run.read(best))}`);
    [best] = run.drop(best);
  } finally {
    run.drop(items2, value3, pairs, best);
  }
}

async function zipped({ f, f3, f4, g }, { n = 3 } = {}, run) {
  let value1, value2, value3, value4, value5, value6, xs, ys, kept, pair, items9, x, y, value10;
  try {
    [value1] = run.call("f", [n]);
    [value2] = f3([]);
    value3 = [run.retain(value1), run.retain(value2)];
    [value1, value2] = run.drop(value1, value2);
    [value4] = f4([]);
    [value5] = run.call("f", [n]);
    value6 = [run.retain(value4), run.retain(value5)];
    [value4, value5] = run.drop(value4, value5);
    [xs, ys] = [run.retain(value3), run.retain(value6)];
    [value3, value6] = run.drop(value3, value6);
    kept = [];
    for (const item7 of zip(xs, ys)) {
      if (run.due) await run.gate();
      pair = run.retain(item7);
      kept.push(run.retain(pair));
      [pair] = run.drop(pair);
      xs = [run.call("f", [n])[0]];
    }
    [xs, ys] = run.drop(xs, ys);
    for (const item8 of kept.entries()) {
      if (run.due) await run.gate();
      items9 = run.adopt([...item8]);
      const i = items9[0];
      [x, y] = run.adopt([...items9[1]]);
      [items9] = run.drop(items9);
      [value10] = g([x, y]);
      [x, y] = run.drop(x, y);
      run.print(`${i} ${floatText(await run.read(value10))}`);
      [value10] = run.drop(value10);
    }
    [kept] = run.drop(kept);
  } finally {
    run.drop(value1, value2, value3, value4, value5, value6, xs, ys, kept, pair, items9, x, y, value10);
  }
}

async function slices({ f, f5 }, { n = 3 } = {}, run) {
  let items1, buffer, first, value2, value3, value4, value5, others, value6, value8;
  try {
    items1 = [];
    for (const i2 of range(6)) {
      items1.push(run.call("f", [i2])[0]);
    }
    buffer = items1;
    items1 = undefined;
    first = run.retain(listItem(buffer, 0));
    run.drop(...deleteSlice(buffer, null, 2, null));
    [value2] = run.call("f", [n]);
    value3 = run.retain(listItem(buffer, 0));
    value4 = [run.retain(value2), run.retain(first), run.retain(value3)];
    [value2, value3] = run.drop(value2, value3);
    value5 = run.adopt([...value4]);
    [value4] = run.drop(value4);
    run.drop(...setSlice(run.adopt([...value5]), buffer, 1, 3, null));
    [value5] = run.drop(value5);
    run.drop(...deleteSlice(buffer, null, null, 2));
    others = [f5([])[0]];
    value6 = run.adopt([...others]);
    [others] = run.drop(others);
    run.drop(...setSlice(run.adopt([...value6]), buffer, null, 0, null));
    [value6] = run.drop(value6);
    const value7 = reversed(buffer);
    value8 = run.adopt([...value7]);
    run.drop(...setSlice(run.adopt([...value8]), buffer, 1, null, null));
    [value8] = run.drop(value8);
    const value10 = await run.read(first);
    [first] = run.drop(first);
    const items9 = [];
    for (const x2 of buffer) {
      items9.push(await run.read(x2));
    }
    [buffer] = run.drop(buffer);
    run.print(`${floatText(value10)} ${listText(floatText)(items9)}`);
  } finally {
    run.drop(items1, buffer, first, value2, value3, value4, value5, others, value6, value8);
  }
}

async function drawn({ f }, { n = 4 } = {}, run) {
  let items1, xs, x, some, more;
  try {
    items1 = [];
    for (const i2 of range(n)) {
      items1.push(run.call("f", [i2])[0]);
    }
    xs = items1;
    items1 = undefined;
    x = run.retain(run.random.choice(xs));
    some = run.adopt(run.random.sample(xs, 2));
    more = run.adopt(run.random.choices(xs, null, n));
    run.random.shuffle(xs);
    run.drop(xs.splice(0));
    [xs] = run.drop(xs);
    return [run.retain(x), run.retain(some), run.retain(more)];
  } finally {
    run.drop(items1, xs, x, some, more);
  }
}
