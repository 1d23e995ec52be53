/** `tqdm`: the page's progress, told as a script goes along. */

interface Run {
  progress(done: number, total: number, label?: string): void;
}

const outermost = new WeakMap<Run, Bar>(); // of bars inside one another the page shows the first

export class Bar {
  readonly over: unknown;
  readonly #run: Run;
  #label: string;
  n = 0;
  total: number | null;

  constructor(run: Run, over: unknown, label: string | null, total: number | null) {
    this.over = over;
    this.#run = run;
    this.#label = label ?? "";
    this.total = total ?? lengthOf(over);
    if (!outermost.has(run)) outermost.set(run, this);
  }

  /** A loop over what it shows. */
  *each<T>(values: Iterable<T>): Generator<T> {
    try {
      for (const value of values) {
        yield value;
        this.update();
      }
    } finally {
      this.close();
    }
  }

  /** The same over batches of a data set. */
  async *eachBatch<T>(batches: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      for await (const batch of batches) {
        yield batch;
        this.update();
      }
    } finally {
      this.close();
    }
  }

  update(count = 1): void {
    this.n += count;
    if (this.total !== null && outermost.get(this.#run) === this) this.#run.progress(this.n, this.total, this.#label);
  }

  describe(label: string | null = null): void {
    this.#label = label ?? "";
  }

  close(): void {
    if (outermost.get(this.#run) === this) outermost.delete(this.#run);
  }
}

/** How many items there are, where that is known before one goes through them. */
function lengthOf(values: unknown): number | null {
  const { length, size } = Object(values) as { length?: number; size?: number };
  return length ?? size ?? null;
}
