/** Calls of exported functions: pictures become arrays on the way in, labels are added on the way out. Loaded with the first. */

import type { Connection } from "../worker/connect.js";
import type { ExportInfo, HostArray } from "./contract.js";
import { isPicture, toImage } from "./image.js";

/** The result of a function that gives probabilities: the array, the labels, and the one of the largest; null where one is NaN. */
export interface Probabilities extends HostArray {
  labels: string[];
  label: string | null;
}

export async function callFunction(
  { session }: Connection, name: string, { params, result }: ExportInfo, inputs: unknown[],
): Promise<unknown> {
  const values = await Promise.all(inputs.map((input, i) => {
    const param = params[i];
    return param?.type === "image" && isPicture(input) ? toImage(input, param.shape!) : input;
  }));
  const outputs = await session.call(name, values);
  const [output] = outputs as [HostArray];
  if (result?.type === "probabilities" && output.shape.length === 1) {
    const label = result.labels![output.data.indexOf(Math.max(...output.data))] ?? null;
    return { ...output, labels: result.labels!, label } satisfies Probabilities;
  }
  return outputs.length === 1 ? output : outputs;
}
