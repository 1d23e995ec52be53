/** `model.train_on_batch(x, y)` and the like: one step on all rows of arrays. Linked where scripts call them. */

import type { Logs } from "../app/contract.js";
import type { Dataset } from "../data/dataset.js";
import type { NDArray } from "../numpy/array.js";
import { dataOf } from "./array_data.js";
import { sorted, type Model } from "./model.js";
import type { State } from "./state.js";

/** A data set whose only batch has all rows. */
export function batchOf(run: { readonly state: State }, arrays: NDArray[], shapes: number[][]): Dataset {
  return dataOf(run, arrays, shapes).batch(Math.max(arrays[0]!.shape[0] ?? 0, 1));
}

/** The loss and the metrics of a step, in the order of Keras's list, or in that of its dictionary. */
export async function trainOnBatch(model: Model, batch: Dataset, { returnDict = false } = {}): Promise<Logs> {
  let logs: Logs = {};
  for await (logs of model.train(batch));
  return returnDict ? Object.fromEntries(sorted(logs)) : logs;
}
