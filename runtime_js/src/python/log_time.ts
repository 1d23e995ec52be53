/** The time in lines of Python's `logging`. */

const two = (value: number): string => `${value}`.padStart(2, "0");

/** The local time by a format of `strftime`; without one as `logging` writes it, with milliseconds. */
export function logTime(format?: string): string {
  const now = new Date();
  const parts: Record<string, string> = {
    Y: `${now.getFullYear()}`, m: two(now.getMonth() + 1), d: two(now.getDate()),
    H: two(now.getHours()), M: two(now.getMinutes()), S: two(now.getSeconds()), "%": "%",
  };
  const text = (format ?? "%Y-%m-%d %H:%M:%S").replace(/%(.)/g, (_, name: string) => parts[name]!);
  return format === undefined ? `${text},${`${now.getMilliseconds()}`.padStart(3, "0")}` : text;
}
