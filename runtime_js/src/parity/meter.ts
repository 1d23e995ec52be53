/**
 * Counts logical bytes in a tfjs backend's own table, by wrapping the table.
 *
 * It is independent of our own accounting on purpose: it holds the compiler's statement of its peak against what the
 * backend does. Logical means elements times the size of the dtype, whatever padding or packing the backend adds.
 */

interface Entry {
  shape?: number[];
  dtype: string;
  values?: { length: number } | null;
  refCount: number;
}

/** The part of tfjs's DataStorage that matters here. */
interface Table {
  get(id: object): Entry | undefined;
  has(id: object): boolean;
  set(id: object, entry: Entry): void;
  delete(id: object): boolean;
}

interface TfjsBackend {
  disposeData(id: object, force?: boolean): boolean;
}

// What each tfjs backend calls its table.
const TABLES = ["data", "dataIdMap", "texData", "tensorMap"] as const;

export class Meter {
  #sizes = new Map<object, number>();
  #bytes = 0;
  #peak = 0;
  #allocated = 0;

  /** Starts counting; tensors that exist already are not known to it and count as nothing when they go. */
  constructor(backend: object) {
    const table = tableOf(backend);
    const set = table.set.bind(table);
    const remove = table.delete.bind(table);
    table.set = (id, entry) => {
      set(id, entry);
      this.#add(id, bytesOf(entry));
    };
    table.delete = (id) => {
      this.#remove(id);
      return remove(id);
    };
    // webgpu keeps what the command queue still uses in its table until the queue is submitted. Its references are
    // gone, so it counts as freed.
    const tfjs = backend as TfjsBackend;
    const disposeData = tfjs.disposeData.bind(tfjs);
    tfjs.disposeData = (id, force) => {
      const freed = disposeData(id, force);
      const entry = table.has(id) ? table.get(id) : undefined;
      if (entry !== undefined && entry.refCount <= 0) this.#remove(id);
      return freed;
    };
  }

  get bytes(): number {
    return this.#bytes;
  }

  get tensors(): number {
    return this.#sizes.size;
  }

  /** The most that was live at once since `resetPeak()`. */
  get peak(): number {
    return this.#peak;
  }

  /** Bytes of all that was allocated since the start, freed or not. */
  get allocated(): number {
    return this.#allocated;
  }

  resetPeak(): void {
    this.#peak = this.#bytes;
  }

  #add(id: object, bytes: number): void {
    this.#remove(id); // `set` over an entry replaces it
    this.#sizes.set(id, bytes);
    this.#bytes += bytes;
    this.#allocated += bytes;
    this.#peak = Math.max(this.#peak, this.#bytes);
  }

  #remove(id: object): void {
    this.#bytes -= this.#sizes.get(id) ?? 0;
    this.#sizes.delete(id);
  }
}

function tableOf(backend: object): Table {
  for (const name of TABLES) {
    const table: unknown = (backend as Record<string, unknown>)[name];
    if (typeof table === "object" && table !== null && "delete" in table) return table as Table;
  }
  throw new Error(`expected a tfjs backend with a table among ${TABLES.join(", ")}`);
}

function bytesOf({ shape, dtype, values }: Entry): number {
  // The cpu backend stores no shape, but always the values.
  const size = shape === undefined ? (values?.length ?? 0) : shape.reduce((product, dim) => product * dim, 1);
  return size * (dtype === "bool" ? 1 : 4);
}
