async function stars({ f, f2 }, { n = 3 } = {}, run) {
  let items1, xs, first, rest, a, middle, z, value2, value3, head, last, p, q, value, d;
  try {
    items1 = [];
    for (const i2 of range(5)) {
      items1.push(run.call("f", [i2])[0]);
    }
    xs = items1;
    items1 = undefined;
    [first, rest] = run.adopt(unpackRest(xs, 1, 0));
    run.drop(xs.splice(0));
    [xs] = run.drop(xs);
    [a, middle, z] = run.adopt(unpackRest(rest, 1, 1));
    [value2] = run.call("f", [n]);
    [value3] = f2([]);
    [head, last] = run.adopt(unpackRest([run.retain(value2), run.retain(value3)], 0, 1));
    [value2, value3] = run.drop(value2, value3);
    [p, q] = run.adopt(unpackRest([run.retain(a), run.retain(z), run.retain(last)], 1, 0));
    [a, p] = run.drop(a, p);
    const value5 = await run.read(first);
    [first] = run.drop(first);
    const value6 = rest.length;
    const items4 = [];
    for (const m2 of middle) {
      items4.push(await run.read(m2));
    }
    [middle] = run.drop(middle);
    run.print(
      textsOf(" ", [floatText, String, listText(floatText), floatText, String, floatText, String], [
        value5,
        value6,
        items4,
        await run.read(z),
        head.length,
        await run.read(last),
        q.length,
      ]),
    );
    [head, last, q, z] = run.drop(head, last, q, z);
    [value, d] = run.adopt(unpackRest(reversed(rest), 1, 0));
    [value] = run.drop(value);
    return [run.retain(rest), run.retain(d)];
  } finally {
    run.drop(items1, xs, first, rest, a, middle, z, value2, value3, head, last, p, q, value, d);
  }
}

async function renamed({ f, f3 }, { n = 3 } = {}, run) {
  let value1;
  n = run.retain(n);
  try {
    [n] = run.replace(n, run.call("f", [n]));

    function g2(k) {
      k = run.retain(k);
      try {
        [k] = run.replace(k, run.call("f", [k]));
        return f3([k])[0];
      } finally {
        run.drop(k);
      }
    }

    const value2 = await run.read(n);
    value1 = g2(2);
    run.print(`${floatText(value2)} ${floatText(await run.read(value1))}`);
    [value1] = run.drop(value1);
    return run.retain(n);
  } finally {
    run.drop(n, value1);
  }
}

async function tuples({ f, f2, f4 }, { n = 3 } = {}, run) {
  let value1, value2, value3, value4, value5, value6, xs, ys, a, value, first, rest, best, value8, value9, d;
  let p2, q, value10, value12, everything;
  try {
    [value1] = run.call("f", [n]);
    [value2] = f2([]);
    value3 = [run.retain(value1), run.retain(value2)];
    [value1, value2] = run.drop(value1, value2);
    [value4] = f4([]);
    [value5] = run.call("f", [n]);
    value6 = [run.retain(value4), run.retain(value5)];
    [value4, value5] = run.drop(value4, value5);
    [xs, ys] = [run.retain(value3), run.retain(value6)];
    [value3, value6] = run.drop(value3, value6);
    [a, value] = run.adopt(unpack(zip(xs, ys), 2));
    [value] = run.drop(value);
    [first, rest] = run.adopt(unpackRest(xs.entries(), 1, 0));
    best = run.retain(largest(zip([1, 2], xs), (p) => p[0]));
    [value8] = run.call("f", [n]);
    [value9] = f4([]);
    d = new Dict([["a", run.retain(value8)], ["b", run.retain(value9)]]);
    [value8, value9] = run.drop(value8, value9);
    [p2, q] = run.replace(p2, run.adopt(unpack(d.items(), 2)));
    value10 = Array.from(zip(xs, ys), (item) => run.adopt(item));
    value12 = sorted(Array.from(zip(xs, ys), (item) => run.adopt(item)), (p3) => 1);
    [ys] = run.drop(ys);
    everything = [run.retain(value10), run.retain(value12)];
    [value10, value12] = run.drop(value10, value12);
    run.drop(...takeValues(d));
    [d] = run.drop(d);
    run.drop(xs.splice(0));
    [xs] = run.drop(xs);
    run.print(
      `${floatText(await run.read(a[1]))} ${first[0]} ${rest.length} ${floatText(await run.read(best[1]))} ${p2[0]} ${floatText(await run.read(q[1]))} ${floatText(await run.read(listItem(listItem(everything, 0), 0)[1]))}`,
    );
    [a, best, everything, first, q, rest] = run.drop(a, best, everything, first, q, rest);
  } finally {
    run.drop(
      value1, value2, value3, value4, value5, value6, xs, ys, a, value, first, rest, best, value8, value9, d,
      p2, q, value10, value12, everything,
    );
  }
}
