/** The notice that a training has diverged: `bml.divergence` has the same words and the same rule. */

import type { Logs, Values } from "../app/contract.js";

/** What is said of the first number among `logs` that is NaN or infinite, and that number under its name. */
export function divergence(logs: Values, where: string): { text: string; logs: Logs } | undefined {
  for (const [name, value] of Object.entries(logs)) {
    if (typeof value !== "number" || Number.isFinite(value)) continue;
    const text = `${name} is ${Number.isNaN(value) ? "NaN" : "infinite"} ${where}: the training has diverged. `
      + "Try a smaller learning rate, and look for NaN and infinity in the data; --check-numerics names the line.";
    return { text, logs: { [name]: value } };
  }
  return undefined;
}
