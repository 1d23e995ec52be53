import { exponentDigits } from "./exact.js";
import { digitsText, floatText } from "./text.js";

/** The shortest digits that tell a float32 from its neighbours: `1.5e+00`, without its sign. */
export function float32Digits(value: number): string {
  for (let decimals = 0; ; decimals++) {
    const text = exponentDigits(value, decimals);
    if (decimals === 8 || Math.fround(Number(text)) === Math.abs(value)) return text;
  }
}

/** `str` of a NumPy float32, as NumPy 2.4 writes it. */
export function float32Text(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return floatText(value);
  const size = Math.abs(value);
  const positional = size >= 1e-4 && size < 1e6; // before 2.4: below 1e16
  return `${value < 0 ? "-" : ""}${digitsText(float32Digits(value), positional)}`;
}
