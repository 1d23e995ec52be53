async function main({ digits, prepare }, { n = 3, name = "abc" } = {}, run) {
  let x, y, i, letter, key;
  try {
    for (i of range(n)) {
      if (run.due) await run.gate();
      i = int(i + 1);
    }
    run.print(`${bound(i, "i")}`);
    loop: {
      for (letter of name) {
        if (run.due) await run.gate();
        if (letter === "b") {
          break loop;
        }
      }
      run.print("no b");
    }
    const counts = new Dict([["a", 1]]);
    for (const item5 of zip(counts, enumerate(counts.values()))) {
      if (run.due) await run.gate();
      key = item5[0];
      const [index, value] = item5[1];
      counts.set(key, int(index + value));
    }
    for (key of counts) {
      if (run.due) await run.gate();
      run.print(`${key} ${bound(letter, "letter")}`);
    }
    loop2: {
      while (n > 0) {
        if (run.due) await run.gate();
        n = int(n - 1);
        for (const pair of [[1, 2], [3, 4]]) {
          if (run.due) await run.gate();
          if (listItem(pair, 0) === n) {
            continue;
          }
          const [a, b] = unpack(pair, 2);
          run.print(`${a} ${b}`);
        }
        break loop2;
      }
      run.print("counted down");
    }
    let best = null;
    for (const score of [0.5, 0.7]) {
      if (run.due) await run.gate();
      if (best === null || score > best) {
        best = score;
      }
    }
    const cells = [0, 0];
    for (const [item, item2] of [[1, 2]]) {
      if (run.due) await run.gate();
      setItem(cells, 0, item);
      setItem(cells, 1, item2);
    }
    for (const item3 of [[1, 2, 3]]) {
      if (run.due) await run.gate();
      const [first, rest] = unpackRest(item3, 1, 0);
      run.print(`${first} ${listText(String)(rest)}`);
    }
    for await ([x, y] of run.each(digits.map(prepare).batch(64))) {
      [x, y] = run.drop(x, y);
    }
    while (true) {
      if (run.due) await run.gate();
      return best;
    }
  } finally {
    run.drop(x, y);
  }
}
