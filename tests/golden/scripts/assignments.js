async function main({}, { n = 3 } = {}) {
  let a = n;
  let b = n;
  [a, b] = [b, int(a + 1)];
  const items1 = [[1, 2.5], "e"];
  const [c, d] = items1[0];
  const e = items1[1];
  const items2 = [1, 2, 3];
  let value = items2[0];
  value = items2[1];
  const f = items2[2];
  const xs = [1, 2, 3];
  const items3 = [listItem(xs, -1), listItem(xs, 0)];
  setItem(xs, 0, items3[0]);
  setItem(xs, -1, items3[1]);
  extendList(xs, [4]);
  const at4 = int(a - b);
  setItem(xs, at4, int(listItem(xs, at4) + 5));
  const value5 = [7, 8];
  setSlice(value5, xs, 1, 2, null);
  deleteItem(xs, 0);
  deleteSlice(xs, null, null, 2);
  const [first, rest] = unpackRest(xs, 1, 0);
  const table = new Dict();
  table.set("a", []);
  extendList(table.item("a"), rest);
  table.set(e, xs.slice(0, 1));
  table.pop("a");
  let total2 = 0.5;
  total2 = total2 * d;
  let best = null;
  if (n > 1) {
    best = total2;
  }
  return [int(int(int(c + f) + first) + table.size), best];
}
