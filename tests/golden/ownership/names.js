async function reassignment({ f, f2, g }, { n = 3 } = {}, run) {
  let x, y;
  try {
    [x] = run.call("f", [n]);
    [y] = f2([x]);
    [x] = run.replace(x, g([x, y]));
    [y] = run.drop(y);
    run.print(floatText(await run.read(x)));
    [x] = run.drop(x);
  } finally {
    run.drop(x, y);
  }
}

async function temporaries({ f, f2, g }, { n = 3 } = {}, run) {
  let x, f2Value1, f2Value2, g1, g2;
  try {
    [x] = run.call("f", [n]);
    [f2Value1] = f2([x]);
    [f2Value2] = f2([x]);
    [g1] = g([x, f2Value2]);
    [f2Value2, x] = run.drop(f2Value2, x);
    [g2] = g([f2Value1, g1]);
    [f2Value1, g1] = run.drop(f2Value1, g1);
    run.print(`${floatText(await run.read(g2))} ${int(n + 1)}`);
    [g2] = run.drop(g2);
  } finally {
    run.drop(x, f2Value1, f2Value2, g1, g2);
  }
}

async function swaps({ f, f2, g }, { n = 3 } = {}, run) {
  let a, b, g1;
  try {
    [a] = run.call("f", [n]);
    [b] = f2([a]);
    [a, b] = [b, a];
    [g1] = g([a, b]);
    [a] = run.drop(a);
    [a, b] = [b, g1];
    g1 = undefined;
    [b] = run.drop(b);
    return run.retain(a);
  } finally {
    run.drop(a, b, g1);
  }
}

async function severalResults({ f, both }, { n = 3 } = {}, run) {
  let f1, half, more, pair;
  try {
    [f1] = run.call("f", [n]);
    [half, more] = both([f1]);
    [f1, half] = run.drop(f1, half);
    [half, more] = run.replace(more, both([more]));
    pair = both([half]);
    [half] = run.drop(half);
    const [first, second] = pair;
    run.print(
      `${floatText(await run.read(first))} ${floatText(await run.read(second))} ${floatText(await run.read(more))}`,
    );
    [more, pair] = run.drop(more, pair);
  } finally {
    run.drop(f1, half, more, pair);
  }
}

async function unused({ f, f2, both }, { n = 3 } = {}, run) {
  let x, y, value, z;
  try {
    [x] = run.call("f", [n]);
    run.drop(f2([x])[0]);
    [y] = f2([x]);
    [y] = run.drop(y);
    [value, z] = both([x]);
    [value, x] = run.drop(value, x);
    return run.retain(z);
  } finally {
    run.drop(x, y, value, z);
  }
}

async function chained2({ f, f2 }, { n = 3 } = {}, run) {
  let b, a;
  try {
    [b] = run.call("f", [n]);
    a = run.retain(b);
    [a] = run.replace(a, f2([a]));
    run.print(`${floatText(await run.read(a))} ${floatText(await run.read(b))}`);
    [a, b] = run.drop(a, b);
  } finally {
    run.drop(b, a);
  }
}

async function twoKinds({ f }, { n = 3 } = {}, run) {
  let x;
  try {
    [x] = run.call("f", [n]);
    x = run.replace(x, await run.read(x));
    run.print(floatText(x));
    [x] = run.drop(x);
  } finally {
    run.drop(x);
  }
}
