/** `str` of a NumPy float32: the shortest digits that tell it from its neighbours. */
export function float32Text(value: number): string {
  if (!Number.isFinite(value)) return `${value}`.replace("Infinity", "inf").replace("NaN", "nan");
  for (let digits = 1; digits < 10; digits++) {
    const text = value.toExponential(digits - 1);
    if (Math.fround(Number(text)) === value) return written(text, value);
  }
  return written(value.toExponential(8), value);
}

/** Positional from 1e-4 up to 1e16, as NumPy and Python write floats. */
function written(scientific: string, value: number): string {
  const [digits, power] = scientific.split("e") as [string, string];
  const exponent = Number(power);
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  if (exponent < -4 || exponent >= 16) return `${digits}e${power[0]}${power.slice(1).padStart(2, "0")}`;
  const places = Math.max(1, digits.replace(/^-?\d\.?/, "").length - exponent);
  return Number(scientific).toFixed(Math.min(places, 100));
}
