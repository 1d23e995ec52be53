/** Calls of exported functions: values become arrays on the way in, labels are added on the way out. Loaded with the first. */

import type { ExportInfo, HostArray, ResultInfo, Structure } from "./contract.js";
import { describe } from "./describe.js";
import { isPicture, toImage } from "./image.js";
import { owned, sendable, toNumbers, type Numbers } from "./inputs.js";
import type { Link } from "./link.js";

export { checkedWeights } from "./inputs.js";
export { refusal } from "./refusal.js";

/** The result of a function that gives probabilities: the array, the labels, and the one of the largest; null where one is NaN. */
export interface Probabilities extends HostArray {
  labels: string[];
  label: string | null;
}

export async function callFunction(link: Link, name: string, { params, result }: ExportInfo, inputs: unknown[]): Promise<unknown> {
  const required = params.filter((param) => param.default === undefined).length;
  const given = params.map((param, i) => (inputs[i] === undefined ? param.default : inputs[i]));
  if (inputs.length > params.length || given.includes(undefined)) {
    const names = params.map((param) => `${param.name}${param.default === undefined ? "" : "?"}`).join(", ");
    const absent = params.filter((_, i) => i < inputs.length && given[i] === undefined).map((param) => param.name).join(", ");
    throw new TypeError(`${name}: expected ${required === params.length ? "" : `${required} to `}${params.length} `
      + `input${params.length === 1 ? "" : "s"} (${names}), received ${inputs.length}${absent && `, of which undefined: ${absent}`}.`);
  }
  const values = params.map((param, i): Numbers | Promise<Numbers> => {
    const what = `${name}, ${param.name}`;
    const input = given[i];
    if (!isPicture(input)) return toNumbers(what, input);
    if (param.type === "image") return toImage(what, input, param.shape!);
    throw new TypeError(`${what}: expected numbers, received ${describe(input)}: annotate a parameter with bml.Image for pictures.`);
  });
  const isPromise = (value: Numbers | Promise<Numbers>): value is Promise<Numbers> => value instanceof Promise;
  // Where nothing is waited for, the session reads the caller's arrays before this returns.
  const numbers = values.some(isPromise) ? await Promise.all(values.map((value) => (isPromise(value) ? value : owned(value)))) : values as Numbers[];
  const outputs = await link.ask((session) => session.call(name, link.isRemote ? numbers.map(sendable) : numbers));
  if (result?.type === "probabilities") return probabilities(outputs[0]!, result);
  return outputs.length ? arranged(result?.structure ?? 0, outputs) : outputs;
}

function probabilities(output: HostArray, { labels = [], single }: ResultInfo): Probabilities | Probabilities[] {
  const { length } = labels;
  const rows = Array.from({ length: output.data.length / length }, (_, row): Probabilities => {
    const data = output.data.slice(row * length, (row + 1) * length);
    return { ...output, shape: [length], data, labels, label: labels[data.indexOf(Math.max(...data))] ?? null };
  });
  return single || output.shape.length === 1 ? rows[0]! : rows;
}

/** The results as the function returns them. */
function arranged(structure: Structure, outputs: HostArray[]): unknown {
  if (typeof structure === "number") return outputs[structure]!;
  if (Array.isArray(structure)) return structure.map((item) => arranged(item, outputs));
  return Object.fromEntries(structure.keys.map((key, i) => [key, arranged(structure.items[i]!, outputs)]));
}
