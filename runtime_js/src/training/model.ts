/** `Model`: Keras's fit, evaluate and predict over the compiled step functions, for scripts. */

import type { HostArray, Logs, ModelInfo, Tensor } from "../app/contract.js";
import { count, type Dataset } from "../data/dataset.js";
import type { Control } from "./control.js";
import { later } from "./later.js";
import { Progress } from "./progress.js";
import type { Owner, Variables } from "../memory/instance.js";
import type { State } from "./state.js";

export interface FitOptions {
  epochs?: number;
  validationData?: Dataset;
}

export const sorted = (logs: Logs): [string, number][] => Object.entries(logs).sort(([one], [other]) => (one < other ? -1 : 1));

function expectBatches(method: string, dataset: Dataset): void {
  if (dataset.size) return;
  const expected = method === "predict" ? "one example, received none" : "one batch, received a data set without any";
  throw new RangeError(`${method} expects at least ${expected}`);
}

export class Model {
  readonly #info: ModelInfo;
  readonly #state: State;
  readonly #control: () => Control; // of the script that calls
  readonly #onFit: (validationData?: Dataset) => void;
  readonly #owner: Owner | undefined; // of its variables, if a script made them

  constructor(
    info: ModelInfo, state: State, control: () => Control, onFit: (validationData?: Dataset) => void, owner?: Owner,
  ) {
    this.#info = info;
    this.#state = state;
    this.#control = control;
    this.#onFit = onFit;
    this.#owner = owner;
  }

  /** The model with other variables; a page can ask nothing of it once the script is over. */
  of(owner: Owner): Model {
    return new Model(this.#info, this.#state, this.#control, () => {}, owner);
  }

  /** Trains; returns Keras's history: for each log its value at the end of each epoch. */
  async fit(dataset: Dataset, { epochs = 1, validationData }: FitOptions = {}): Promise<{ history: Record<string, number[]> }> {
    count("fit, epochs", Math.max(epochs, 0), 0); // Python's range has no step for less
    expectBatches("fit", dataset);
    if (validationData) expectBatches("fit", validationData);
    const { logs: names, testLogs = names } = this.#info;
    const control = this.#control();
    this.#onFit(this.#info.predictStep ? validationData : undefined);
    const progress = new Progress(control, epochs, dataset.size, validationData?.size ?? 0);
    const held = validationData ? testLogs.map((name) => `val_${name}`) : [];
    const history: Record<string, number[]> = Object.fromEntries([...[...names].sort(), ...held.sort()].map((name) => [name, []]));
    for (let epoch = 1; epoch <= epochs; epoch++) {
      let logs: Logs = {};
      for await (logs of this.train(dataset, control)) progress.batch(epoch, logs);
      const validation = validationData ? await progress.validate(() => this.test(validationData, control)) : {};
      logs = { ...logs, ...Object.fromEntries(Object.entries(validation).map(([name, value]) => [`val_${name}`, value])) };
      for (const name of Object.keys(history)) history[name]!.push(logs[name]!);
      progress.epoch(epoch, logs);
    }
    return { history };
  }

  /** Trains on each batch once; yields the logs, counted from the first batch on. */
  async *train(dataset: Dataset, control = this.#control()): AsyncGenerator<Logs> {
    const { trainStep, metricVariables, logs: names } = this.#info;
    const state = this.#state;
    await control.unlessStopped(state.ready());
    state.assign(metricVariables, state.upload(state.first(metricVariables)), this.#owner);
    yield* this.#steps(trainStep, names, dataset, control);
  }

  /** The loss and the metrics over a dataset, in the order of Keras's list, or in that of its dictionary. */
  async evaluate(dataset: Dataset, { returnDict = false }: { returnDict?: boolean } = {}): Promise<Logs> {
    const logs = await this.test(dataset, this.#control());
    return returnDict ? Object.fromEntries(sorted(logs)) : logs;
  }

  /** Counts in variables of its own, so that it may run beside a training. */
  async test(dataset: Dataset, control: Control): Promise<Logs> {
    expectBatches("evaluate", dataset);
    const { testStep, metricVariables, logs: own, testLogs = own } = this.#info;
    const state = this.#state;
    const first = state.upload(state.first(metricVariables));
    const metrics: Variables = new Map(metricVariables.map((name, i) => [name, first[i]!]));
    try {
      let logs: Logs = {};
      for await (logs of this.#steps(testStep, testLogs, dataset, control, this.#owner?.behind!(metrics) ?? metrics));
      return logs;
    } finally {
      state.backend.dispose(...metrics.values());
      metrics.clear(); // so that a call which is taken back later finds nothing here
    }
  }

  /** The outputs for all elements of a dataset; of a dataset of (x, y) only x is used, as in Keras. */
  async predict(dataset: Dataset): Promise<HostArray> {
    expectBatches("predict", dataset);
    const parts: HostArray[] = [];
    const control = this.#control();
    for await (const { tensors } of dataset.batches(control)) parts.push(await this.predictOn(tensors, control));
    return (await later()).concatenate(parts);
  }

  /** How many tensors of a batch are its inputs. */
  get inputs(): number {
    return this.#state.program.functions[this.#info.predictStep]!.params.length;
  }

  /** The output for one batch, which it disposes. */
  async predictOn(batch: Tensor[], reins: Control): Promise<HostArray> {
    const { backend } = this.#state;
    const { predictStep } = this.#info;
    const held = [...batch];
    try {
      const [output] = await this.#state.invoke(predictStep, batch.slice(0, this.inputs), this.#owner, reins) as [Tensor];
      held.push(output);
      return { shape: output.shape, dtype: output.dtype, data: await backend.read(output) };
    } finally {
      backend.dispose(...held);
    }
  }

  /** Runs a step on every batch and yields its logs, one step behind: a read never holds up the next step. */
  async *#steps(
    step: string, names: string[], dataset: Dataset, control: Control, owner = this.#owner,
  ): AsyncGenerator<Logs> {
    let pending: Promise<Logs> | undefined;
    try {
      for await (const { tensors } of dataset.batches(control)) {
        const last = pending;
        try {
          pending = this.#read(names, (await this.#state.invoke(step, tensors, owner, control))[0]!);
          pending.catch(() => {}); // it may fail a step before it is awaited
        } finally {
          this.#state.backend.dispose(...tensors);
        }
        if (last) yield await last;
      }
      if (pending) yield await pending;
    } finally {
      await pending?.catch(() => {}); // whoever stops here finds nothing in flight
    }
  }

  async #read(names: string[], tensor: Tensor): Promise<Logs> {
    const { backend } = this.#state;
    try {
      const values = await backend.read(tensor);
      return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
    } finally {
      backend.dispose(tensor);
    }
  }
}
