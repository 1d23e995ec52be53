async function main({}, { n = 3, x = 0.5 } = {}, run) {
  let name;
  const xs = Array.from(range(n), (i) => i * x);
  const names = ["a", "b", ..."cd"];
  const counts = new Dict();
  for (name of names) {
    if (run.due) await run.gate();
    counts.set(name, int(counts.get(name, 0) + 1));
  }
  const grid = new Dict(
    chained(range(2), (i) => mapped(filtered(range(2), (j) => i !== j), (j) => [[i, j], int(i * j)])),
  );
  xs.push(x);
  xs.push(1, 2);
  insertItem(xs, 0, x);
  const last = popItem(xs) + popItem(xs, 0) + listItem(xs, -1) + listItem(xs, int(n - 1));
  sortInPlace(xs, null, true);
  sortInPlace(names, (value) => textLength(value));
  const large = xs.filter((v) => v > 0.1);
  const pairs = [...chained(xs, (a) => mapped(names, (b) => [a, b]))];
  const total = sum(xs) + sum(mapped(xs, (v) => v * v)) + smallest(xs) + largestOr(xs, 0) + largest([x, 0]);
  const longest = largest(names, (value) => textLength(value));
  const order = sorted(counts.items(), (item) => 0 - item[1]);
  const found = [
    xs.includes(x),
    counts.has("a"),
    range(10).has(n),
    xs.some((v) => v > 1),
    all(names),
    grid.has([0, 1]),
  ];
  for (const item3 of enumerate(zip(names, xs))) {
    if (run.due) await run.gate();
    const i = item3[0];
    const parts = item3[1];
    name = parts[0];
    const v = parts[1];
    run.print(`${i} ${name} ${floatText(v)}`);
  }
  const merged = counts.merged(new Dict([["e", 5]])).merged(new Dict([["f", 6]]));
  counts.update(new Dict([["a", 1]]).items());
  const copy = [
    ...xs.slice(),
    ...repeatedList([x], 2),
    ...xs.slice(1, -1),
    ...slicedList(xs, null, null, 2),
  ];
  run.print(
    `${listText(floatText)(xs)} ${dictText(quoted, String)(counts)} ${grid.item([0, 1], tupleText(String, String))} ${floatText(last)} ${listText(floatText)(large)} ${listText(tupleText(floatText, quoted))(pairs)} ${floatText(total)} ${longest} ${listText(tupleText(quoted, String))(order)} ${tupleText(boolText, boolText, boolText, boolText, boolText, boolText)(found)} ${dictText(quoted, String)(merged)} ${listText(floatText)(copy)} ${xs.length} ${merged.size}`,
  );
  run.print(
    [xs.map((v) => floatText(v)).join(","), names.join(" "), ...xs.map((item) => floatText(item))].join(" "),
  );
  run.print(
    textsOf(" ", [listText(quoted), listText(String), String, String, String, String], [
      [...counts],
      [...range(3)],
      indexInList(names, "a", quoted),
      countOf(xs, x),
      counts.pop("a"),
      counts.popOr("z", 0),
    ]),
  );
  return total;
}
