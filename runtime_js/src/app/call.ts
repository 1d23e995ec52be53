/** Calls of exported functions: values become arrays on the way in, labels are added on the way out. Loaded with the first. */

import type { ExportInfo, HostArray } from "./contract.js";
import { describe } from "./describe.js";
import { isPicture, toImage } from "./image.js";
import { toNumbers, type Numbers } from "./inputs.js";
import type { Link } from "./link.js";

export { checkedWeights } from "./inputs.js";

/** The result of a function that gives probabilities: the array, the labels, and the one of the largest; null where one is NaN. */
export interface Probabilities extends HostArray {
  labels: string[];
  label: string | null;
}

export async function callFunction(link: Link, name: string, { params, result }: ExportInfo, inputs: unknown[]): Promise<unknown> {
  if (inputs.length !== params.length) {
    throw new TypeError(`${name}: expected ${params.length} inputs (${params.map((param) => param.name).join(", ")}), `
      + `received ${inputs.length}.`);
  }
  const values = await Promise.all(params.map((param, i): Numbers | Promise<Numbers> => {
    const what = `${name}, ${param.name}`;
    const input = inputs[i];
    if (!isPicture(input)) return toNumbers(what, input);
    if (param.type === "image") return toImage(what, input, param.shape!);
    throw new TypeError(`${what}: expected numbers, received ${describe(input)}: annotate a parameter with bml.Image for pictures.`);
  }));
  const outputs = await link.ask((session) => session.call(name, values));
  const [output] = outputs as [HostArray];
  if (result?.type === "probabilities" && output.shape.length === 1) {
    const label = result.labels![output.data.indexOf(Math.max(...output.data))] ?? null;
    return { ...output, labels: result.labels!, label } satisfies Probabilities;
  }
  return outputs.length === 1 ? output : outputs;
}
