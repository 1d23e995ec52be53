/** Source maps (ECMA-426) as esbuild writes them: where a generated position comes from. Read when an error asks. */

export interface SourceMap {
  sources: string[];
  /** Absent where the build left the texts out, as it does by default. */
  sourcesContent?: string[];
  mappings: string;
}

/** Lines and columns count from 0; `source` is an index. */
export interface Original {
  source: number;
  line: number;
  column: number;
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The place of the last mapping at or before a position of its line; lines and columns count from 0. */
export function original({ mappings }: SourceMap, line: number, column: number): Original | undefined {
  const at = [0, 0, 0, 0]; // generated column, source, its line and column: each number is a difference to the one before
  let found: Original | undefined;
  let generated = 0, field = 0, value = 0, shift = 0;
  for (let i = 0; i <= mappings.length; i++) {
    const letter = mappings[i];
    if (letter !== undefined && letter !== "," && letter !== ";") {
      const digit = digits.indexOf(letter);
      value += (digit & 31) << shift;
      shift += 5;
      if (digit < 32) {
        if (field < 4) at[field] = at[field]! + (value & 1 ? -(value >> 1) : value >> 1);
        field++;
        value = shift = 0;
      }
      continue;
    }
    if (generated === line && field && at[0]! <= column) { // one of a single field has no source
      found = field > 1 ? { source: at[1]!, line: at[2]!, column: at[3]! } : undefined;
    }
    field = 0;
    if (letter === ";") {
      if (generated++ === line) break;
      at[0] = 0;
    }
  }
  return found;
}
