/** What there is to show of data that the model never saw: a classification has a report, anything else its numbers. */

import type { Program } from "./contract.js";
import { decimal, label } from "./format.js";

/** Whether some model of the program logs an accuracy, and so tells classes apart. */
export function classifies(program: Pick<Program, "models">): boolean {
  return Object.values(program.models).some(({ logs }) => logs.some((name) => /accuracy$/.test(name)));
}

/** "On held-out data: loss 0.0432, mae 0.15." */
export function heldOutText(logs: Record<string, number>): string {
  const numbers = Object.entries(logs).filter(([name]) => name.startsWith("val_"));
  if (!numbers.length) return "No data were held out: fit with validation_data to see how the model does on them.";
  return `On held-out data: ${numbers.map(([name, value]) => `${label(name.slice(4)).toLowerCase()} ${decimal(value)}`).join(", ")}.`;
}
