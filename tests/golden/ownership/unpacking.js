async function stars({ f, f2 }, { n = 3 } = {}, run) {
  let xs, first, rest, middle, f1, f2Value1, items1, head, items2, q, d;
  try {
    xs = [];
    for (const i1 of range(5)) {
      if (run.due) await run.gate();
      xs.push(run.call("f", [i1])[0]);
    }
    const [first1, rest1] = unpackRest(xs, 1, 0);
    first = run.retain(first1);
    rest = run.adopt(rest1);
    run.drop(xs.splice(0));
    [xs] = run.drop(xs);
    const [a, middle1, z] = unpackRest(rest, 1, 1);
    middle = run.adopt(middle1);
    [f1] = run.call("f", [n]);
    [f2Value1] = f2([]);
    items1 = [f1, f2Value1];
    [f2Value1, f1] = [];
    const [head1, last] = unpackRest(items1, 0, 1);
    head = run.adopt(head1);
    items2 = [run.retain(a), run.retain(z), run.retain(last)];
    const [p, q1] = unpackRest(items2, 1, 0);
    q = run.adopt(q1);
    [items2] = run.drop(items2);
    const value1 = floatText(await run.read(first));
    [first] = run.drop(first);
    const value2 = `${rest.length}`;
    const items3 = [];
    for (const m1 of middle) {
      if (run.due) await run.gate();
      items3.push(await run.read(m1));
    }
    [middle] = run.drop(middle);
    run.print(
      `${value1} ${value2} ${listText(floatText)(items3)} ${floatText(await run.read(z))} ${head.length} ${floatText(await run.read(last))} ${q.length}`,
    );
    [head, items1, q] = run.drop(head, items1, q);
    const [value, d1] = unpackRest(reversed(rest), 1, 0);
    d = run.adopt(d1);
    return [run.retain(rest), run.retain(d)];
  } finally {
    run.drop(xs, first, rest, middle, f1, f2Value1, items1, head, items2, q, d);
  }
}

async function renamed({ f, f3 }, { n = 3 } = {}, run) {
  let g2Value1;
  try {
    [n] = run.call("f", [n]);

    function g2(k) {
      try {
        [k] = run.call("f", [k]);
        return f3([k])[0];
      } finally {
        run.drop(k);
      }
    }

    const value1 = floatText(await run.read(n));
    g2Value1 = g2(2);
    run.print(`${value1} ${floatText(await run.read(g2Value1))}`);
    [g2Value1] = run.drop(g2Value1);
    return run.retain(n);
  } finally {
    run.drop(n, g2Value1);
  }
}

async function tuples({ f, f2, f4 }, { n = 3 } = {}, run) {
  let f1, f2Value1, xs, f4Value1, f2_2, ys, items1, item11, a, items2, item41, first, rest, items3, item71;
  let best, f3, f4Value2, d, items4, item101, p, q, items5, item131, items6, item161, items7, everything;
  try {
    [f1] = run.call("f", [n]);
    [f2Value1] = f2([]);
    xs = [f1, f2Value1];
    [f2Value1, f1] = [];
    [f4Value1] = f4([]);
    [f2_2] = run.call("f", [n]);
    ys = [f4Value1, f2_2];
    [f4Value1, f2_2] = [];
    items1 = [];
    for (const [item2, item3] of zip(xs, ys)) {
      if (run.due) await run.gate();
      item11 = [run.retain(item2), run.retain(item3)];
      items1.push(item11);
      item11 = undefined;
    }
    const [a1, value] = unpack(items1, 2);
    a = run.retain(a1);
    [items1] = run.drop(items1);
    items2 = [];
    for (const [item5, item6] of xs.entries()) {
      if (run.due) await run.gate();
      item41 = [item5, run.retain(item6)];
      items2.push(item41);
      item41 = undefined;
    }
    const [first1, rest1] = unpackRest(items2, 1, 0);
    first = run.retain(first1);
    rest = run.adopt(rest1);
    [items2] = run.drop(items2);
    items3 = [];
    for (const [item8, item9] of zip([1, 2], xs)) {
      if (run.due) await run.gate();
      item71 = [item8, run.retain(item9)];
      items3.push(item71);
      item71 = undefined;
    }
    best = run.retain(largest(items3, (p) => p[0]));
    [items3] = run.drop(items3);
    [f3] = run.call("f", [n]);
    [f4Value2] = f4([]);
    d = new Dict([["a", f3], ["b", f4Value2]]);
    [f4Value2, f3] = [];
    items4 = [];
    for (const [item11_2, item12] of d.items()) {
      if (run.due) await run.gate();
      item101 = [item11_2, run.retain(item12)];
      items4.push(item101);
      item101 = undefined;
    }
    const [p1, q1] = unpack(items4, 2);
    p = run.retain(p1);
    q = run.retain(q1);
    [items4] = run.drop(items4);
    items5 = [];
    for (const [item14, item15] of zip(xs, ys)) {
      if (run.due) await run.gate();
      item131 = [run.retain(item14), run.retain(item15)];
      items5.push(item131);
      item131 = undefined;
    }
    items6 = [];
    for (const [item17, item18] of zip(xs, ys)) {
      if (run.due) await run.gate();
      item161 = [run.retain(item17), run.retain(item18)];
      items6.push(item161);
      item161 = undefined;
    }
    [ys] = run.drop(ys);
    items7 = run.adopt(sorted(items6, (p) => 1));
    [items6] = run.drop(items6);
    everything = [items5, items7];
    [items5, items7] = [];
    run.drop(takeValues(d));
    [d] = run.drop(d);
    run.drop(xs.splice(0));
    [xs] = run.drop(xs);
    run.print(
      `${floatText(await run.read(a[1]))} ${first[0]} ${rest.length} ${floatText(await run.read(best[1]))} ${p[0]} ${floatText(await run.read(q[1]))} ${floatText(await run.read(listItem(listItem(everything, 0), 0)[1]))}`,
    );
    [a, best, everything, first, p, q, rest] = run.drop(a, best, everything, first, p, q, rest);
  } finally {
    run.drop(
      f1, f2Value1, xs, f4Value1, f2_2, ys, items1, item11, a, items2, item41, first, rest, items3, item71,
      best, f3, f4Value2, d, items4, item101, p, q, items5, item131, items6, item161, items7, everything,
    );
  }
}
