/** Values from outside, as errors name them. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "bigint") return `${value}n, a BigInt`;
  if (typeof value === "symbol" || typeof value === "function") return `a ${typeof value}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return "an array";
  const kind = Object.prototype.toString.call(value).slice(8, -1); // which holds across frames
  if (kind !== "Object") return `${/^([AEIOU]|HTML|SVG)/.test(kind) ? "an" : "a"} ${kind}${kind === "Promise" ? ": await it first" : ""}`;
  const keys = Object.keys(value);
  return `an object { ${keys.slice(0, 5).join(", ")}${keys.length > 5 ? ", …" : ""} }`.replace("{  }", "{}");
}
