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
  let x, value1, value2, value3, value4;
  try {
    [x] = run.call("f", [n]);
    [value1] = f2([x]);
    [value2] = f2([x]);
    [value3] = g([x, value2]);
    [value2, x] = run.drop(value2, x);
    [value4] = g([value1, value3]);
    [value1, value3] = run.drop(value1, value3);
    run.print(`${floatText(await run.read(value4))} ${int(n + 1)}`);
    [value4] = run.drop(value4);
  } finally {
    run.drop(x, value1, value2, value3, value4);
  }
}

async function swaps({ f, f2, g }, { n = 3 } = {}, run) {
  let a, b, value1;
  try {
    [a] = run.call("f", [n]);
    [b] = f2([a]);
    [a, b] = run.replace([a, b], [run.retain(b), run.retain(a)]);
    [value1] = g([a, b]);
    [a] = run.drop(a);
    [a, b] = run.replace(b, [run.retain(b), run.retain(value1)]);
    [b, value1] = run.drop(b, value1);
    return run.retain(a);
  } finally {
    run.drop(a, b, value1);
  }
}

async function severalResults({ f, both }, { n = 3 } = {}, run) {
  let value1, half, more, pair, first, second;
  try {
    [value1] = run.call("f", [n]);
    [half, more] = both([value1]);
    [half, value1] = run.drop(half, value1);
    [half, more] = run.replace(more, both([more]));
    pair = both([half]);
    [half] = run.drop(half);
    [first, second] = run.adopt([...pair]);
    [pair] = run.drop(pair);
    run.print(
      `${floatText(await run.read(first))} ${floatText(await run.read(second))} ${floatText(await run.read(more))}`,
    );
    [first, more, second] = run.drop(first, more, second);
  } finally {
    run.drop(value1, half, more, pair, first, second);
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
  let value1, a, b;
  try {
    [value1] = run.call("f", [n]);
    a = run.retain(value1);
    b = value1;
    value1 = undefined;
    [a] = run.replace(a, f2([a]));
    run.print(`${floatText(await run.read(a))} ${floatText(await run.read(b))}`);
    [a, b] = run.drop(a, b);
  } finally {
    run.drop(value1, a, b);
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
