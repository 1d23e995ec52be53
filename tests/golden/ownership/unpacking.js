async function stars({ f, f2 }, { n = 3 } = {}, run) {
  let xs, first, rest, middle, f1, items2, head, items3, q, d;
  try {
    xs = [];
    for (const i2 of range(5)) {
      xs.push(run.call("f", [i2])[0]);
    }
    const [first1, rest1] = unpackRest(xs, 1, 0);
    first = run.retain(first1);
    rest = run.adopt(rest1);
    run.drop(xs.splice(0));
    [xs] = run.drop(xs);
    const [a, middle1, z] = unpackRest(rest, 1, 1);
    middle = run.adopt(middle1);
    [f1] = run.call("f", [n]);
    items2 = [f1, f2([])[0]];
    f1 = undefined;
    const [head1, last] = unpackRest(items2, 0, 1);
    head = run.adopt(head1);
    items3 = [run.retain(a), run.retain(z), run.retain(last)];
    const [p, q1] = unpackRest(items3, 1, 0);
    q = run.adopt(q1);
    [items3] = run.drop(items3);
    const value2 = await run.read(first);
    [first] = run.drop(first);
    const value3 = rest.length;
    const items4 = [];
    for (const m2 of middle) {
      items4.push(await run.read(m2));
    }
    [middle] = run.drop(middle);
    run.print(
      `${floatText(value2)} ${value3} ${listText(floatText)(items4)} ${floatText(await run.read(z))} ${head.length} ${floatText(await run.read(last))} ${q.length}`,
    );
    [head, items2, q] = run.drop(head, items2, q);
    const [value, d1] = unpackRest(reversed(rest), 1, 0);
    d = run.adopt(d1);
    return [run.retain(rest), run.retain(d)];
  } finally {
    run.drop(xs, first, rest, middle, f1, items2, head, items3, q, d);
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

    const value = await run.read(n);
    g2Value1 = g2(2);
    run.print(`${floatText(value)} ${floatText(await run.read(g2Value1))}`);
    [g2Value1] = run.drop(g2Value1);
    return run.retain(n);
  } finally {
    run.drop(n, g2Value1);
  }
}

async function tuples({ f, f2, f4 }, { n = 3 } = {}, run) {
  let f1, xs, f4Value1, ys, items3, a, items4, first, rest, items5, best, f5, f4Value2, d, items6, p, q;
  let items7, everything;
  try {
    [f1] = run.call("f", [n]);
    xs = [f1, f2([])[0]];
    f1 = undefined;
    [f4Value1] = f4([]);
    ys = [f4Value1, run.call("f", [n])[0]];
    f4Value1 = undefined;
    items3 = Array.from(zip(xs, ys), (item) => run.adopt(item));
    const [a1, value] = unpack(items3, 2);
    a = run.retain(a1);
    [items3] = run.drop(items3);
    items4 = Array.from(xs.entries(), (item) => run.adopt(item));
    const [first1, rest1] = unpackRest(items4, 1, 0);
    first = run.retain(first1);
    rest = run.adopt(rest1);
    [items4] = run.drop(items4);
    items5 = Array.from(zip([1, 2], xs), (item) => run.adopt(item));
    best = run.retain(largest(items5, (p) => p[0]));
    [items5] = run.drop(items5);
    [f5] = run.call("f", [n]);
    [f4Value2] = f4([]);
    d = new Dict([["a", f5], ["b", f4Value2]]);
    [f4Value2, f5] = [];
    items6 = Array.from(d.items(), (item) => run.adopt(item));
    const [p1, q1] = unpack(items6, 2);
    p = run.retain(p1);
    q = run.retain(q1);
    [items6] = run.drop(items6);
    items7 = Array.from(zip(xs, ys), (item) => run.adopt(item));
    everything = [items7, Array.from(sorted(zip(xs, ys), (p) => 1), (item) => run.adopt(item))];
    [ys] = run.drop(ys);
    items7 = undefined;
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
      f1, xs, f4Value1, ys, items3, a, items4, first, rest, items5, best, f5, f4Value2, d, items6, p, q,
      items7, everything,
    );
  }
}
