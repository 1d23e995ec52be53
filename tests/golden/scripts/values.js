async function main({}, { n = 3, x = 0.5, flag = true, name = "run" } = {}, run) {
  const whole = int(int(int(int(int(n + 1) * 2) - Math.floor(n / 2)) + modulo(n, 4)) - intPower(n, 2));
  const real = x / 2 + floatDivide(x, n) - floatFloorDivide(x, 0.3) + floatPower(x, -2) - n / 7;
  const big = 9007199254740991;
  const bits = bitOr(bitAnd(n, 6), bitXor(shiftLeft(n, 2), int(-1 - n)));
  const signs = [0 - n, Number(flag), -x, int(Number(flag) + Number(flag))];
  const text = name + repeatedText("!", n) + textItem(name, 0) + slicedText(name, -2, null) + slicedText(name, null, null, -1);
  const chosen = name || "none";
  const rate = x !== 0 ? x : 1;
  const size = flag ? n : 0;
  const best = null;
  const known = 0.25;
  const inside = 0 < n && n <= 10 && !flag;
  const within = ((middle) => 0 < middle && middle <= n)(text.split(",").length);
  const same = [Number(flag) === n, name !== "run", isEqual([n], [1]), true, isLess([n, name], [2, "a"])];
  run.print(
    `${whole} | ${floatText(real)} | ${big} | ${bits} | ${tupleText(String, String, floatText, String)(signs)}`,
  );
  run.print(
    `${toFixed(x, 3)} ${formatInt(n, ">5d")} ${formatString(quoted(name), "\u003c8")} ${boolText(flag)} ${floatText(x)} ${n} ${listText(floatText)([x])} n=${n} ${formatString(name, `${n}`)}`,
    "",
  );
  run.print(`${formatFloat(x, "5.1f")}% of ${n} ${boolText(flag)} ${toFixed(x, 2)} ${name}`);
  run.print(
    `${text} ${chosen} ${floatText(rate)} ${size} ${floatText(known)} ${boolText(inside)} ${boolText(within)} ${tupleText(boolText, boolText, boolText, boolText, boolText)(same)}`,
  );
  run.print(
    `${intOf("4")} ${floatText(floatOf("1.5"))} ${truncatedToInt(x)} ${boolText(Boolean(name))} ${floatText(x)} ${quoted(name)} ${Math.abs(0 - n)} ${roundedToInt(x)} ${floatText(roundedTo(x, 2))} ${tupleText(String, String)(divmod(n, 2))}`,
  );
  return whole;
}
