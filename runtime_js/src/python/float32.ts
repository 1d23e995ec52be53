import { exponentDigits } from "./exact.js";
import { digitsText, floatText } from "./text.js";

/** `str` of a NumPy float32, as NumPy 2.4 writes it: the shortest digits that tell it from its neighbours. */
export function float32Text(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return floatText(value);
  const size = Math.abs(value);
  let text = exponentDigits(size, 0);
  for (let decimals = 1; decimals < 9 && Math.fround(Number(text)) !== size; decimals++) text = exponentDigits(size, decimals);
  const positional = size >= 1e-4 && size < 1e6; // before 2.4: below 1e16
  return `${value < 0 ? "-" : ""}${digitsText(text, positional)}`;
}
