/** Runs every compiled program, one after another, and prints a line of JSON for each. */

import { programs } from "programs";

interface Outcome {
  id: string;
  printed: string;
  result: unknown;
  error: string;
}

/** A value as JSON: what it lacks as text, a dictionary as pairs. */
function plain(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return { pairs: [...value].map(plain) };
  if (typeof value === "object" && value !== null) return { pairs: Object.entries(value).map(plain) };
  return value ?? null;
}

for (const [id, main] of Object.entries(programs)) {
  const outcome: Outcome = { id, printed: "", result: null, error: "" };
  try {
    outcome.result = plain(await main({}, {}));
  } catch (error) {
    outcome.error = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  console.log(JSON.stringify(outcome));
}
