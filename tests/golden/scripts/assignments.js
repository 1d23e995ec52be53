async function main({}, { n = 3 } = {}, run) {
  let a = n;
  let b = n;
  [a, b] = [b, int(a + 1)];
  const [[c, d], e] = [[1, 2.5], "e"];
  const [unused0, value, f] = [1, 2, 3];
  const xs = [1, 2, 3];
  const parts = [listItem(xs, -1), listItem(xs, 0)];
  setItem(xs, 0, parts[0]);
  setItem(xs, -1, parts[1]);
  xs.push(4);
  const index1 = int(a - b);
  setItem(xs, index1, int(listItem(xs, index1) + 5));
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
