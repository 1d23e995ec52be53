async function main({}, { n = 3 } = {}) {
  let a = n;
  let b = n;
  [a, b] = [b, int(a + 1)];
  const [[c, d], e] = [[1, 2.5], "e"];
  const [unused, value, f] = [1, 2, 3];
  const xs = [1, 2, 3];
  const [item, item2] = [listItem(xs, -1), listItem(xs, 0)];
  setItem(xs, 0, item);
  setItem(xs, -1, item2);
  xs.push(4);
  const at = int(a - b);
  setItem(xs, at, int(listItem(xs, at) + 5));
  setSlice([7, 8], xs, 1, 2, null);
  deleteItem(xs, 0);
  deleteSlice(xs, null, null, 2);
  const [first, rest] = unpackRest(xs, 1, 0);
  const table = new Dict();
  table.set("a", []);
  extendList(table.item("a"), rest);
  table.set(e, xs.slice(0, 1));
  table.pop("a");
  let total = 0.5;
  total = total * d;
  let best = null;
  if (n > 1) {
    best = total;
  }
  return [int(int(int(c + f) + first) + table.size), best];
}
