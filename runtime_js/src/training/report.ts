/** The classification report: what a model makes of the validation data of its last fit. Loaded when asked for. */

import type { HostArray, Program, Report } from "../app/contract.js";
import type { Dataset } from "../data/dataset.js";
import type { Control } from "./control.js";
import type { Model } from "./model.js";

/** The class of each row: of scores the largest, of a single one whether it is above a half, of labels themselves; -1 for NaN. */
function classes({ shape, data }: HostArray, truth: boolean): number[] {
  const rows = shape[0]!;
  const width = data.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    const scores = data.subarray(row * width, (row + 1) * width);
    if (scores.some(Number.isNaN)) return -1; // a model that has diverged predicts nothing
    if (width === 1) return truth ? scores[0]! : Number(scores[0]! > 0.5);
    return scores.indexOf(Math.max(...scores));
  });
}

function labelsFor(program: Program, count: number): string[] {
  for (const { result } of Object.values(program.exports)) {
    if (result?.labels?.length === count) return result.labels;
    if (result?.labels?.length === 1 && count === 2) return [`not ${result.labels[0]}`, result.labels[0]!]; // one probability
  }
  return Array.from({ length: count }, (_, i) => String(i));
}

export async function report(
  program: Program, model: Model, data: Dataset, control: Control, { samples = 20 }: { samples?: number },
): Promise<Report> {
  const result: Report = { accuracy: 0, loss: NaN, labels: [], perClass: [], confusion: [], samples: [] };
  const total: number[] = []; // of each class, those without a prediction too
  const kept: Record<"mistakes" | "hits", Report["samples"]> = { mistakes: [], hits: [] };
  let count = 0, right = 0;
  for await (const { tensors, rows } of data.batches(control)) {
    let truth: number[];
    const target = tensors[model.inputs] ?? tensors[0]!;
    try {
      truth = classes({ shape: target.shape, dtype: target.dtype, data: await data.read(target) }, true);
    } catch (error) {
      data.dispose(tensors);
      throw error;
    }
    const output = await model.predictOn(tensors, control);
    const predicted = classes(output, false);
    const width = output.data.length / truth.length;
    if (!result.labels.length) {
      result.labels = labelsFor(program, Math.max(2, width));
      result.confusion = result.labels.map(() => result.labels.map(() => 0));
      total.push(...result.labels.map(() => 0));
    }
    truth.forEach((label, i) => {
      const expected = width > 1 ? Math.trunc(label) : label; // the losses of a fit cast labels of classes to integers
      const row = result.confusion[expected];
      const said = predicted[i]!;
      if (!row || said >= row.length) {
        throw new Error(`report: expected the labels 0 to ${result.labels.length - 1}, received ${expected}. It is made for classifications.`);
      }
      if (said >= 0) row[said]!++;
      total[expected]!++;
      right += Number(expected === said);
      const alike = expected === said ? kept.hits : kept.mistakes;
      if (alike.length + (alike === kept.hits ? kept.mistakes.length : 0) >= samples) return;
      const { shape, dtype, data: image } = data.gather(rows.subarray(i, i + 1))[0]!;
      const scores = Array.from(output.data.subarray(i * width, (i + 1) * width));
      alike.push({
        image: { shape: shape.slice(1), dtype, data: image }, expected, predicted: said,
        probabilities: width === 1 ? [1 - scores[0]!, scores[0]!] : scores,
      });
    });
    count += truth.length;
  }
  result.samples = [...kept.mistakes, ...kept.hits].slice(0, samples); // what a model gets wrong says more of it
  result.accuracy = right / count;
  result.perClass = result.confusion.map((row, i) => {
    return { label: result.labels[i]!, accuracy: total[i] ? row[i]! / total[i]! : NaN, count: total[i]! };
  });
  result.loss = (await model.test(data, control)).loss ?? NaN;
  return result;
}
