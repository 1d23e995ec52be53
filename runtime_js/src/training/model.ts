/** `Model`: Keras's fit, evaluate and predict over the compiled step functions, for scripts. */

import type { HostArray, Logs, ModelInfo, Tensor } from "../app/contract.js";
import type { Dataset } from "../data/dataset.js";
import type { Control } from "./control.js";
import { Progress } from "./progress.js";
import type { State, Variables } from "./state.js";

export interface FitOptions {
  epochs?: number;
  validationData?: Dataset;
}

/** What a model needs of its session: the run that it is part of, and a place for what the report is made of. */
export interface Host {
  control(): Control;
  fitted(model: Model, validationData: Dataset | undefined): void;
}

export class Model {
  constructor(private readonly info: ModelInfo, readonly state: State, private readonly host: Host) {}

  /** Trains; returns Keras's history: for each log its value at the end of each epoch. */
  async fit(dataset: Dataset, { epochs = 1, validationData }: FitOptions = {}): Promise<{ history: Record<string, number[]> }> {
    this.#checkBatched("fit", dataset);
    if (validationData) this.#checkBatched("fit, validation_data", validationData);
    const { state, info } = this;
    const control = this.host.control();
    this.host.fitted(this, validationData);
    await control.unlessStopped(state.ready());
    const progress = new Progress(control, epochs, dataset.size, validationData?.size ?? 0);
    const history: Record<string, number[]> = {};
    for (let epoch = 1; epoch <= epochs; epoch++) {
      state.reset(info.metricVariables);
      let batch = 0;
      let logs: Logs = {};
      for await (logs of this.#steps(info.trainStep, dataset, control)) progress.batch(epoch, ++batch, logs);
      if (validationData) {
        const validation = await progress.validate(() => this.evaluate(validationData, control));
        for (const name in validation) logs[`val_${name}`] = validation[name]!;
      }
      for (const name in logs) (history[name] ??= []).push(logs[name]!);
      progress.epoch(epoch, logs);
    }
    return { history };
  }

  /** The loss and the metrics over a dataset. Counts in variables of its own, so that it may run beside a training. */
  async evaluate(dataset: Dataset, control = this.host.control()): Promise<Logs> {
    this.#checkBatched("evaluate", dataset);
    const { state, info } = this;
    const metrics = state.overlay(info.metricVariables);
    try {
      let logs: Logs = {};
      for await (logs of this.#steps(info.testStep, dataset, control, metrics));
      return logs;
    } finally {
      state.backend.dispose(...metrics.values());
    }
  }

  /** The outputs for all elements of a dataset; of a dataset of (x, y) only x is used, as in Keras. */
  async predict(dataset: Dataset): Promise<HostArray> {
    this.#checkBatched("predict", dataset);
    const parts: HostArray[] = [];
    for await (const { tensors } of dataset.batches()) parts.push(await this.predictOn(tensors));
    return concatenate(parts);
  }

  /** The output for one batch, which it disposes. */
  async predictOn(batch: Tensor[]): Promise<HostArray> {
    const { backend, program } = this.state;
    const { predictStep } = this.info;
    let output: Tensor | undefined;
    try {
      [output] = this.state.invoke(predictStep, batch.slice(0, program.functions[predictStep]!.params.length)) as [Tensor];
      return { shape: [...output.shape], dtype: output.dtype, data: await backend.read(output) };
    } finally {
      backend.dispose(...batch, ...(output ? [output] : []));
    }
  }

  getWeights(): Promise<Record<string, HostArray>> {
    return this.state.read(this.info.weights);
  }

  setWeights(weights: Record<string, HostArray>): Promise<void> {
    return this.state.write(weights);
  }

  /** Runs a step on every batch and yields its logs, one step behind: a read never holds up the next step. */
  async *#steps(step: string, dataset: Dataset, control: Control, overlay?: Variables): AsyncGenerator<Logs> {
    let pending: Promise<Logs> | undefined;
    try {
      for await (const { tensors } of dataset.batches(control)) {
        const last = pending;
        try {
          pending = this.#read(this.state.invoke(step, tensors, overlay)[0]!);
        } finally {
          this.state.backend.dispose(...tensors);
        }
        if (last) yield await last;
      }
      if (pending) yield await pending;
    } finally {
      await pending?.catch(() => {}); // whoever stops here finds nothing in flight
    }
  }

  async #read(tensor: Tensor): Promise<Logs> {
    try {
      const values = await this.state.backend.read(tensor);
      return Object.fromEntries(this.info.logs.map((name, i) => [name, values[i]!]));
    } finally {
      this.state.backend.dispose(tensor);
    }
  }

  #checkBatched(what: string, dataset: Dataset): void {
    if (!dataset.batched) throw new Error(`${what}: expected a dataset of batches, received one of single elements. Call batch(size) on it.`);
    if (!dataset.size) throw new Error(`${what}: expected a dataset of at least one batch, received an empty one.`);
  }
}

function concatenate(parts: HostArray[]): HostArray {
  const [first] = parts as [HostArray];
  const rows = parts.reduce((n, { shape }) => n + shape[0]!, 0);
  const total = parts.reduce((n, { data }) => n + data.length, 0);
  const data = new (first.data.constructor as Float32ArrayConstructor)(total);
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  return { shape: [rows, ...first.shape.slice(1)], dtype: first.dtype, data };
}
