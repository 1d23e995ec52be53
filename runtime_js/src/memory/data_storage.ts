/**
 * The table of a backend's tensors, in the place of tfjs's `DataStorage` (the rewrite points its imports here).
 *
 * tfjs keeps a WeakMap and a count, and moves data between backends on a miss. Nothing moves here, and the table can be
 * walked: that is what lets `Backend.invoke` take back a call that threw, and count live bytes.
 */

/** What tfjs's backends keep per tensor; the fields that accounting needs. */
export interface StoredTensor {
  refCount: number;
  dtype: string;
  /** cpu keeps no shape. */
  shape?: number[];
  /** Host-side data: always on cpu; elsewhere until the upload and after a read. */
  values?: ArrayLike<unknown> | null;
}

/** The references that each tensor had at one moment. */
export type Snapshot = ReadonlyMap<object, number>;

export class DataStorage<T extends StoredTensor = StoredTensor> {
  private readonly entries = new Map<object, T>();

  get(dataId: object): T {
    const entry = this.entries.get(dataId);
    if (entry === undefined) {
      throw new Error(`expected a live tensor, received one that was already freed (${JSON.stringify(dataId)})`);
    }
    return entry;
  }

  set(dataId: object, entry: T): void {
    this.entries.set(dataId, entry);
  }

  has(dataId: object): boolean {
    return this.entries.has(dataId);
  }

  delete(dataId: object): boolean {
    return this.entries.delete(dataId);
  }

  numDataIds(): number {
    return this.entries.size;
  }

  /** Logical bytes (elements times their size) of the tensors that somebody still refers to. */
  liveBytes(): number {
    let bytes = 0;
    for (const entry of this.entries.values()) {
      // A GPU backend keeps freed tensors until their commands were submitted.
      if (entry.refCount > 0) bytes += elements(entry) * (entry.dtype === "bool" ? 1 : 4);
    }
    return bytes;
  }

  snapshot(): Snapshot {
    const references = new Map<object, number>();
    for (const [dataId, entry] of this.entries) references.set(dataId, entry.refCount);
    return references;
  }

  /** Brings the table back to `snapshot`: frees what is newer, with `free`, and takes back references to what is older. */
  rollBack(snapshot: Snapshot, free: (dataId: object) => void): void {
    for (const [dataId, entry] of [...this.entries]) {
      const before = snapshot.get(dataId);
      if (before !== undefined) entry.refCount = before;
      else if (entry.refCount > 0) free(dataId);
    }
  }
}

function elements(entry: StoredTensor): number {
  if (entry.shape !== undefined) return entry.shape.reduce((size, dimension) => size * dimension, 1);
  return entry.values?.length ?? 0;
}

/** The base class of tfjs's backends. Theirs only throws "not yet implemented" for what a backend lacks. */
export class KernelBackend {}
