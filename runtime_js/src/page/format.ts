/** Numbers as a reader wants them. All fixed in width as far as possible, so that nothing beside them moves. */

export function percent(value: number, digits = 1): string {
  return Number.isFinite(value) ? `${(100 * value).toFixed(digits)}%` : decimal(value);
}

/** 0.0432, 1.234, 12.34: four digits that matter. What is not finite says so: NaN, inf, -inf. */
export function decimal(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "inf");
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(2);
  return size < 1 ? value.toFixed(4) : value.toPrecision(4);
}

/** A count: 12,000; of parts, 2.5. */
export function count(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString("en") : decimal(value);
}

/** A number on an axis: no more digits than tell it from its neighbours. */
export function tick(value: number): string {
  const short = String(+value.toPrecision(3));
  return value !== 0 && Math.abs(value) < 1e-3 ? (+short).toExponential() : short;
}

/** Bytes as "117 kB", "1.3 MB", "240 MB". */
export function fileSize(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;
}

/** Milliseconds as "8 s", "3 min 20 s", "1 h 5 min". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "batch_size" and "batchSize" as "Batch size"; "withAView" as "With a view". */
export function label(name: string): string {
  const words = name.replace(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, "_").split("_").filter(Boolean).join(" ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How a metric's values read: accuracies in percent, everything else, what a script has in percent too, as it is. */
export function metric(name: string, value: number): string {
  return isShare(name) && value <= 1 ? percent(value) : decimal(value);
}

export function isShare(name: string): boolean {
  return /accuracy|precision|recall|auc/.test(name);
}
